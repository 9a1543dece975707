import { afterAll, expect, test } from "vitest";
import { closeDatabase, db } from "../lib/platform/db";
import { digestOf } from "../lib/access/credentials/token-digest";
import { useTestDatabase } from "../tools/testing/use-database";
import { AlreadySeeded, seed, type Seeded } from "./seed";

useTestDatabase();
afterAll(closeDatabase);

let seeded: Seeded;

test("an empty database is filled with everything one needs for trying things out", async () => {
  seeded = await seed();
  expect(seeded.users.map((user) => user.role)).toEqual(expect.arrayContaining(["super_admin", "admin", "member"]));
  for (const scope of ["organization", seeded.spaces[0]?.id]) {
    const here = seeded.tokens.filter(
      (token) => token.scope === scope && token.state === "live" && token.organization === seeded.organization.id,
    );
    expect(here.map((token) => token.permissions)).toEqual(
      expect.arrayContaining([["viewer"], ["editor"], ["owner"], ["agent"]]),
    );
  }
  expect(seeded.tokens.map((token) => token.state)).toEqual(expect.arrayContaining(["expired", "revoked"]));
  expect(seeded.tokens.some((token) => token.organization === seeded.otherOrganization.id)).toBe(true);
});

test("every printed secret has a stored digest", async () => {
  for (const token of seeded.tokens) {
    const stored = await db().tokenSecret.findUnique({ where: { digest: new Uint8Array(digestOf(token.secret)) } });
    expect(stored?.organizationId).toBe(token.organization);
  }
});

test("a database that already has data is refused and left as it is", async () => {
  const before = await db().apiToken.count();
  await expect(seed()).rejects.toThrow(AlreadySeeded);
  expect(await db().apiToken.count()).toBe(before);
});
