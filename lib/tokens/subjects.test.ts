import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { createMember, createOrganization, createSpaceIn, lastEvents, tokenActor } from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import { findUsable } from "../access/authenticate/api-token";
import type { Actor, TokenActor, UserActor } from "../access/authorization/actor";
import { db } from "../platform/db";
import type { Result } from "../platform/result/result";
import type { TokenDto } from "./dto";
import { issueToken } from "./issuing";
import { editToken } from "./mutations";
import { countSubjectTokens, findSubjects, getToken, listTokens } from "./queries";
import { metadataSchema } from "./metadata";
import { issueTokenSchema, listTokensSchema, subjectSchema } from "./schema";
import { revokeSubject, revokeToken } from "./revoking";

useTestDatabase();

let organizationId: string;
let admin: UserActor;
let ofSpace: TokenActor;
let spaceId: string;

beforeEach(async () => {
  organizationId = (await createOrganization()).id;
  admin = await createMember(organizationId, "super_admin");
  spaceId = (await createSpaceIn(organizationId)).id;
  const { token } = await issue({ permissions: ["editor"], spaceId });
  ofSpace = { ...tokenActor(organizationId, ["editor"], spaceId), tokenId: token.id };
});

function must<T extends object>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result;
}

let count = 0;
const input = (fields: object) => issueTokenSchema.parse({ name: `Token ${(count += 1)}`, ...fields });
const issue = async (fields: object, actor: Actor = admin) => must(await issueToken(actor, input(fields)));
const asActor = (token: TokenDto): TokenActor => ({
  ...tokenActor(organizationId, [...token.permissions]),
  tokenId: token.id,
});
const subjectOf = async (tokenId: string) => must(await getToken(admin, tokenId)).token.subject;

test.each([
  ["cus_8f.2~A@example|b+c-d", true],
  ["x".repeat(200), true],
  ["x".repeat(201), false],
  ["", false],
  [".", false],
  ["..", false],
  ["...", true],
  ["a/b", false],
  ["a b", false],
  ["ü", false],
  ["a\n", false],
])("a subject is an opaque id that fits into a path: %j", (subject, valid) => {
  expect(subjectSchema.safeParse(subject).success).toBe(valid);
});

test.each([
  [{ plan: "pro", seats: 5, nested: { a: [1, null, true, "é"] } }, true],
  [{ text: "x".repeat(4_085) }, true],
  [{ text: "x".repeat(4_086) }, false],
  [{ text: "é".repeat(2_050) }, false],
  [{ "\0": 1 }, false],
  [{ a: ["\ud800"] }, false],
  [[1], false],
  ["text", false],
  [null, false],
])("metadata is a JSON object of up to 4 KiB that can be stored", (metadata, valid) => {
  expect(metadataSchema.safeParse(metadata).success).toBe(valid);
});

test("a token has its subject and its metadata, and a check knows them", async () => {
  const metadata = { plan: "pro", limits: { seats: 5 } };
  const { token, secret } = await issue({ subject: "cus_1", metadata });
  expect(token).toMatchObject({ subject: "cus_1", metadata });
  expect(await findUsable(secret.reveal())).toMatchObject({ record: { subject: "cus_1", metadata } });
  const plain = await issue({});
  expect(plain.token).toMatchObject({ subject: null, metadata: {} });
  expect(await findUsable(plain.secret.reveal())).toMatchObject({ record: { subject: null, metadata: null } });
});

test("an edit changes subject and metadata, and counts from the next check on", async () => {
  const { token, secret } = await issue({ subject: "cus_1", metadata: { plan: "pro", seat: 1 } });
  const seen = { tokenId: token.id, version: null };
  must(await editToken(admin, { ...seen, metadata: { plan: "free", seat: 1 } }));
  expect(await findUsable(secret.reveal())).toMatchObject({
    record: { subject: "cus_1", metadata: { plan: "free", seat: 1 } },
  });
  expect(await lastEvents(organizationId)).toMatchObject([{ change: { metadata: { changed: ["plan"] } } }]);
  must(await editToken(admin, { ...seen, subject: "cus_2", metadata: {} }));
  expect(await findUsable(secret.reveal())).toMatchObject({ record: { subject: "cus_2", metadata: null } });
  expect(await lastEvents(organizationId)).toMatchObject([
    { change: { subject: { from: "cus_1", to: "cus_2" }, metadata: { changed: ["plan", "seat"] } } },
  ]);
  must(await editToken(admin, { ...seen, subject: null }));
  expect(await subjectOf(token.id)).toBeNull();
});

test("the id of a token is no subject, because verifiers take the one for the other", async () => {
  const { token } = await issue({});
  const refused = { reason: "invalid_input", field: "subject" };
  expect(await issueToken(admin, input({ subject: token.id }))).toMatchObject(refused);
  expect(await editToken(admin, { tokenId: token.id, version: null, subject: token.id })).toMatchObject(refused);
  const foreign = await createMember((await createOrganization()).id, "admin");
  expect((await issueToken(foreign, input({ subject: token.id }))).ok).toBe(true);
});

describe("a child token", () => {
  test("has its parent's subject, from the creation on and when that changes", async () => {
    const parent = (await issue({ permissions: ["owner"], subject: "cus_1" })).token;
    const child = (await issue({ permissions: ["editor"] }, asActor(parent))).token;
    const grandchild = (await issue({ subject: "cus_1" }, asActor(child))).token;
    expect([child.subject, grandchild.subject]).toEqual(["cus_1", "cus_1"]);
    must(await editToken(admin, { tokenId: parent.id, version: null, subject: "cus_2" }));
    expect([await subjectOf(child.id), await subjectOf(grandchild.id)]).toEqual(["cus_2", "cus_2"]);
  });

  test("cannot have another one", async () => {
    const parent = (await issue({ permissions: ["owner"], subject: "cus_1" })).token;
    const refused = { reason: "exceeds_parent", field: "subject" };
    expect(await issueToken(asActor(parent), input({ subject: "cus_2" }))).toMatchObject(refused);
    const child = (await issue({}, asActor(parent))).token;
    for (const subject of ["cus_2", null])
      expect(await editToken(admin, { tokenId: child.id, version: null, subject })).toMatchObject(refused);
  });
});

test("a token for one space says of no token whom it is for", async () => {
  const refused = { reason: "permission_not_grantable", field: "subject" };
  expect(await issueToken(ofSpace, input({ spaceId, subject: "cus_1" }))).toMatchObject(refused);
  expect(await issueToken(ofSpace, input({ spaceId, metadata: { plan: "pro" } }))).toMatchObject(refused);
  const { token } = await issue({ spaceId });
  const seen = { tokenId: token.id, version: null };
  expect(await editToken(ofSpace, { ...seen, subject: "cus_1" })).toMatchObject(refused);
  expect(await editToken(ofSpace, { ...seen, metadata: {} })).toMatchObject(refused);
  expect(await revokeSubject(ofSpace, { subject: "cus_1" })).toMatchObject({ reason: "not_found" });
});

test("tokens are found by their exact subject", async () => {
  const ids = [(await issue({ subject: "cus_1" })).token.id, (await issue({ subject: "cus_1" })).token.id];
  await issue({ subject: "cus_10" });
  const query = listTokensSchema.parse({ subject: "cus_1", direction: "asc" });
  const { page } = must(await listTokens(admin, query));
  expect([page.items.map(({ id }) => id), page.total]).toEqual([ids, 2]);
});

describe("revoking a subject", () => {
  test("ends all of its tokens at once, with one event, and says how many", async () => {
    const parent = await issue({ permissions: ["owner"], subject: "cus_1" });
    const child = await issue({}, asActor(parent.token));
    const other = await issue({ subject: "cus_2" });
    const before = await db().auditEvent.count({ where: { chain: organizationId } });
    expect(await revokeSubject(admin, { subject: "cus_1" })).toEqual({ ok: true, revoked: 2 });
    expect(await db().auditEvent.count({ where: { chain: organizationId } })).toBe(before + 1);
    expect(await lastEvents(organizationId)).toMatchObject([
      { action: "subject.revoked", resourceKind: "subject", resourceId: "cus_1", change: { revoked: 2 } },
    ]);
    for (const { secret } of [parent, child]) expect(await findUsable(secret.reveal())).toBeNull();
    expect(await findUsable(other.secret.reveal())).not.toBeNull();
    const revocations = await db().revocation.findMany({ where: { organizationId } });
    expect(revocations.map(({ tokenId }) => tokenId).sort()).toEqual([parent.token.id, child.token.id].sort());
    expect(await revokeSubject(admin, { subject: "cus_1" })).toEqual({ ok: true, revoked: 0 });
  });

  test("is done once for a form that is sent again, and answers the same", async () => {
    const form = { organizationId, userId: admin.userId, formId: randomUUID() };
    await issue({ subject: "cus_1" });
    expect(await revokeSubject(admin, { subject: "cus_1" }, form)).toEqual({ ok: true, revoked: 1 });
    const later = await issue({ subject: "cus_1" });
    expect(await revokeSubject(admin, { subject: "cus_1" }, form)).toEqual({ ok: true, revoked: 1 });
    expect(await findUsable(later.secret.reveal())).not.toBeNull();
    const next = { ...form, formId: randomUUID() };
    expect(await revokeSubject(admin, { subject: "cus_1" }, next)).toEqual({ ok: true, revoked: 1 });
  });

  test("leaves no child that was being created", async () => {
    const parent = (await issue({ permissions: ["owner"], subject: "cus_1" })).token;
    const results = await Promise.all([
      ...Array.from({ length: 5 }, () => issueToken(asActor(parent), input({}))),
      revokeSubject(admin, { subject: "cus_1" }),
      ...Array.from({ length: 5 }, () => issueToken(asActor(parent), input({}))),
    ]);
    for (const result of results)
      if (result.ok && "secret" in result) expect(await findUsable(result.secret.reveal())).toBeNull();
  });

  test("is for Editors and Owners, within their organization", async () => {
    const { secret } = await issue({ subject: "cus_1" });
    const member = await createMember(organizationId, "member");
    expect(await revokeSubject(member, { subject: "cus_1" })).toMatchObject({ reason: "insufficient_scope" });
    const foreign = await createMember((await createOrganization()).id, "super_admin");
    expect(await revokeSubject(foreign, { subject: "cus_1" })).toEqual({ ok: true, revoked: 0 });
    expect(await findUsable(secret.reveal())).not.toBeNull();
  });

  test("revokes thousands in one transaction", async () => {
    const rows = 3_000;
    await db().$executeRaw`
      INSERT INTO "ApiToken" ("id", "organizationId", "name", "permissions", "subject", "hint", "createdByName",
        "updatedAt")
      SELECT gen_random_uuid(), ${organizationId}, 'Many ' || n, '{viewer}', 'cus_many', 'latch_…0000', 'Ada', now()
      FROM generate_series(1, ${rows}) n`;
    expect(await revokeSubject(admin, { subject: "cus_many" })).toEqual({ ok: true, revoked: rows });
    expect(await db().revocation.count({ where: { organizationId } })).toBe(rows);
  });
});

describe("the tokens for a subject in numbers", () => {
  test("are those that revoking would end, those that are live, and those that were used", async () => {
    const used = await issue({ subject: "cus_1" });
    const old = await issue({ subject: "cus_1" });
    const expired = await issue({ subject: "cus_1" });
    const gone = await issue({ subject: "cus_1" });
    must(await revokeToken(admin, { tokenId: gone.token.id }));
    await issue({ subject: "cus_2" });
    await db().apiToken.update({ where: { id: expired.token.id }, data: { expiresAt: new Date(0) } });
    const at = new Date(Date.now() - 60_000);
    for (const [{ token }, when] of [
      [used, at],
      [old, new Date(0)],
      [expired, new Date()],
    ] as const)
      await db().tokenActivity.create({ data: { organizationId, tokenId: token.id, at: when } });
    expect(await countSubjectTokens(admin, { subject: "cus_1" })).toEqual({
      ok: true,
      unrevoked: 3,
      live: 2,
      used: 1,
      lastUsedAt: at.toISOString(),
    });
  });

  test("stay known after all were revoked, and an unknown subject is not found", async () => {
    await issue({ subject: "cus_1" });
    must(await revokeSubject(admin, { subject: "cus_1" }));
    expect(await countSubjectTokens(admin, { subject: "cus_1" })).toMatchObject({ unrevoked: 0, live: 0 });
    expect(await countSubjectTokens(admin, { subject: "cus_9" })).toEqual({ ok: false, reason: "not_found" });
  });

  test("are for Editors and Owners of the organization", async () => {
    await issue({ subject: "cus_1" });
    const member = await createMember(organizationId, "member");
    const foreign = await createMember((await createOrganization()).id, "super_admin");
    expect(await countSubjectTokens(member, { subject: "cus_1" })).toMatchObject({ reason: "insufficient_scope" });
    expect(await countSubjectTokens(ofSpace, { subject: "cus_1" })).toEqual({ ok: false, reason: "not_found" });
    expect(await countSubjectTokens(foreign, { subject: "cus_1" })).toEqual({ ok: false, reason: "not_found" });
  });
});

test("subjects are found by their beginning, each once, by who may see all tokens of the organization", async () => {
  for (const subject of ["cus_2", "cus_1", "cus_1", "Cus_3", "other", "cus~"]) await issue({ subject });
  const found = await findSubjects(admin, { prefix: "cus", limit: 10 });
  expect(found).toEqual({ ok: true, subjects: ["cus_1", "cus_2", "cus~"] });
  expect(await findSubjects(admin, { prefix: "cus_", limit: 1 })).toEqual({ ok: true, subjects: ["cus_1"] });
  for (const prefix of ["", "c%", "x y", "\0"])
    expect(await findSubjects(admin, { prefix, limit: 10 })).toEqual({ ok: true, subjects: [] });
  expect(await findSubjects(ofSpace, { prefix: "cus", limit: 10 })).toMatchObject({ reason: "not_found" });
  const stranger = await createMember((await createOrganization()).id, "super_admin");
  expect(await findSubjects(stranger, { prefix: "cus", limit: 10 })).toEqual({ ok: true, subjects: [] });
});
