import { beforeAll, describe, expect, test } from "vitest";
import { useTestDatabase } from "@/tools/testing/use-database";
import type { UserActor } from "../access/authorization/actor";
import { db } from "../platform/db";
import { listTokens, summarizeTokens } from "./queries";
import { getTokenFormOptions } from "./token-form-options";
import { getTokenDetails } from "./details";
import { issueToken } from "./issuing";
import { revokeToken } from "./revoking";
import { rotateToken } from "./rotation";
import { issueTokenSchema, listTokensSchema, type ListTokensQuery } from "./schema";

useTestDatabase();

const actor = (organizationId: string, role: UserActor["role"] = "super_admin"): UserActor => ({
  kind: "user",
  userId: "0193c000-0000-7000-8000-000000000001",
  sessionId: "0193c000-0000-7000-9000-000000000001",
  name: "Ada",
  email: "ada@example.com",
  organizationId,
  role,
  address: null,
});
const ada = actor("first-corp");
const stranger = actor("other-corp");

async function list(query: ListTokensQuery, by = ada) {
  const result = await listTokens(by, listTokensSchema.parse(query));
  if (!result.ok) throw new Error(result.reason);
  return result.page;
}

const names = async (query: ListTokensQuery) => (await list(query)).items.map(({ name }) => name);

async function issue(name: string, spaceId: string | null = null, rest: object = {}, by = ada) {
  const result = await issueToken(by, issueTokenSchema.parse({ name, spaceId, ...rest }));
  if (!result.ok) throw new Error(result.reason);
  return result.token;
}

beforeAll(async () => {
  for (const id of ["first-corp", "other-corp"])
    await db().organization.create({ data: { id, code: id.slice(0, 5).toUpperCase(), name: id } });
  await db().space.create({ data: { id: "mars-rover", organizationId: "first-corp", name: "Mars Rover" } });
  await db().space.create({ data: { id: "other-space", organizationId: "other-corp", name: "Other" } });
  await issue("Alpha scanner", "mars-rover", {
    description: "Walks 100% of the tree",
    permissions: ["agent"],
    expiration: { kind: "days", days: 10 },
  });
  await issue("beta", null, { description: "Reads Scanner results" });
  await issue("Gamma_1", null, { expiration: { kind: "never" } });
  const gone = await issue("Gone");
  await revokeToken(ada, { tokenId: gone.id });
  await issue("Alpha scanner", null, {}, stranger);
});

describe("the list", () => {
  test("finds parts of names, descriptions and hints, ignoring case", async () => {
    expect(await names({ search: "SCANNER", sort: "name", direction: "asc" })).toEqual(["Alpha scanner", "beta"]);
    const { hint } = (await list({ search: "gamma" })).items[0] ?? { hint: "" };
    expect(await names({ search: hint })).toEqual(["Gamma_1"]);
  });

  test("treats wildcards as literal characters", async () => {
    expect(await names({ search: "100%" })).toEqual(["Alpha scanner"]);
    expect(await names({ search: "a_1" })).toEqual(["Gamma_1"]);
    expect(await names({ search: "a\\_" })).toEqual([]);
  });

  test("does not match across name and description", async () => {
    expect(await names({ search: "scanner Walks" })).toEqual([]);
  });

  test("hides revoked tokens unless the filter includes them", async () => {
    expect(await names({ sort: "name", direction: "asc" })).toEqual(["Alpha scanner", "beta", "Gamma_1"]);
    expect(await names({ status: ["revoked"] })).toEqual(["Gone"]);
  });

  test("filters by status, permission and space access", async () => {
    expect(await names({ status: ["expiring"] })).toEqual(["Alpha scanner"]);
    expect(await names({ permission: ["agent"] })).toEqual(["Alpha scanner"]);
    expect(await names({ spaceAccess: "organization", sort: "name", direction: "asc" })).toEqual(["beta", "Gamma_1"]);
    expect(await names({ spaceAccess: "mars-rover" })).toEqual(["Alpha scanner"]);
  });

  test("a space of another organization is not found", async () => {
    expect(await listTokens(ada, listTokensSchema.parse({ spaceAccess: "other-space" }))).toMatchObject({
      ok: false,
      reason: "not_found",
    });
  });

  test("pages forwards and backwards over every token once, in each order", async () => {
    for (const sort of ["name", "created", "lastUsed", "expires"] as const) {
      const all = await names({ sort });
      const first = await list({ sort, limit: 2 });
      const second = await list({ sort, limit: 2, after: first.nextCursor ?? "" });
      const back = await list({ sort, limit: 2, before: second.previousCursor ?? "" });
      expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(all);
      expect(back.items).toEqual(first.items);
      expect(second.nextCursor).toBeNull();
    }
  });
});

test("the summary counts the tokens of one space access", async () => {
  expect(await summarizeTokens(ada, undefined)).toMatchObject({ live: 3, endingSoon: 1, isExact: true });
  expect(await summarizeTokens(ada, "organization")).toMatchObject({ live: 2, endingSoon: 0, isExact: true });
  expect(await summarizeTokens(ada, "mars-rover")).toMatchObject({ live: 1, endingSoon: 1, isExact: true });
});

describe("token form options", () => {
  test("an Admin cannot grant Owner, and a Member gets nothing", async () => {
    expect(await getTokenFormOptions(actor("first-corp", "admin"), null)).toMatchObject({
      ok: true,
      options: { grantable: ["viewer", "editor", "agent"] },
    });
    expect(await getTokenFormOptions(actor("first-corp", "member"), null)).toMatchObject({
      ok: false,
      reason: "insufficient_scope",
    });
  });

  test("foreign, missing and malformed space ids are all not found", async () => {
    const answers = await Promise.all(["other-space", "no-such-space", "\0"].map((id) => getTokenFormOptions(ada, id)));
    for (const answer of answers) expect(answer).toEqual({ ok: false, reason: "not_found" });
  });
});

describe("the details of a token", () => {
  test("list its children and count its descendants", async () => {
    const root = await issue("Root", null, { permissions: ["editor"] });
    const child = await issue("Child");
    const grandchild = await issue("Grandchild");
    await db().apiToken.update({ where: { id: child.id }, data: { parentId: root.id } });
    await db().apiToken.update({ where: { id: grandchild.id }, data: { parentId: child.id } });
    const details = await getTokenDetails(ada, root.id);
    expect(details).toMatchObject({
      ok: true,
      childTokens: [{ id: child.id, name: "Child", status: "live" }],
      descendants: 2,
      parent: null,
    });
    expect(await getTokenDetails(ada, grandchild.id)).toMatchObject({
      parent: { id: child.id, name: "Child" },
      descendants: 0,
    });
  });

  test("tell until when the secret before a rotation works", async () => {
    const token = await issue("Rotated");
    const { version } = token;
    expect(await getTokenDetails(ada, token.id)).toMatchObject({ oldSecrets: [], token: { oldSecretUntil: null } });
    await rotateToken(ada, { tokenId: token.id, version, graceSeconds: 3600 });
    expect(await getTokenDetails(ada, token.id)).toMatchObject({
      oldSecrets: [{ hint: token.hint, until: expect.any(String) }],
      token: { oldSecretUntil: expect.any(String) },
    });
  });

  test("a token of another organization is not found", async () => {
    const token = await issue("Mine");
    expect(await getTokenDetails(stranger, token.id)).toEqual({ ok: false, reason: "not_found" });
    expect(await getTokenDetails(ada, "nonsense")).toEqual({ ok: false, reason: "not_found" });
  });
});
