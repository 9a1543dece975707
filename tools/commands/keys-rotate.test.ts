import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { db } from "../../lib/platform/db";
import { useTestDatabase } from "../testing/use-database";

useTestDatabase();

const rotate = (...algorithms: string[]) =>
  spawnSync(process.execPath, ["--import", "tsx", "tools/commands/keys-rotate.ts", ...algorithms], {
    encoding: "utf8",
    timeout: 180_000,
  });
const kidsIn = (text: string) => [...text.matchAll(/^Created key (\S+)\.$/gm)].map(([, kid]) => kid);

test("a key of each algorithm is created and audited, and the command prints their ids", async () => {
  const { status, stdout } = rotate();
  expect(status).toBe(0);
  const own = await db().signingKey.findMany();
  const ofApis = await db().apiSigningKey.findMany({ orderBy: { algorithm: "asc" } });
  expect(ofApis.map((key) => key.algorithm)).toEqual(["ES256", "RS256"]);
  expect(kidsIn(stdout)).toEqual([...own, ...ofApis].map((key) => key.id));
  const events = await db().auditEvent.findMany({ where: { chain: "system", action: "signing_key.created" } });
  expect(events.map((event) => event.resourceId)).toEqual(kidsIn(stdout));
  expect(events[0]).toMatchObject({ actorKind: "system" });
});

test("one algorithm is rotated alone, and an unknown one is named and changes nothing", async () => {
  const before = await db().apiSigningKey.count();
  const unknown = rotate("HS256");
  expect([unknown.status, unknown.stderr.trim()]).toEqual([1, "HS256 is not one of EdDSA, ES256, RS256."]);
  expect(await db().apiSigningKey.count()).toBe(before);
  const { stdout } = rotate("RS256");
  expect(await db().apiSigningKey.findMany({ where: { id: { in: kidsIn(stdout) as string[] } } })).toMatchObject([
    { algorithm: "RS256" },
  ]);
});
