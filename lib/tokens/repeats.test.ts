import { beforeAll, expect, test } from "vitest";
import { createMember, createOrganization } from "@/tools/testing/fixtures";
import { useTestDatabase } from "@/tools/testing/use-database";
import type { UserActor } from "../access/authorization/actor";
import { db } from "../platform/db";
import type { FormUse } from "../platform/idempotency/form";
import type { Result } from "../platform/result/result";
import { uuidv7 } from "../platform/uuid";
import { issueToken } from "./issuing";
import { editToken, setPermissions } from "./mutations";
import { rotateToken } from "./rotation";
import { issueTokenSchema } from "./schema";

useTestDatabase();

let ada: UserActor;
let bob: UserActor;
let names = 0;

beforeAll(async () => {
  const { id } = await createOrganization();
  ada = await createMember(id, "super_admin");
  bob = await createMember(id, "admin");
});

function must<T extends object>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.reason);
  return result;
}

const openForm = (by = ada): FormUse => ({ organizationId: by.organizationId, userId: by.userId, formId: uuidv7() });
const input = () => issueTokenSchema.parse({ name: `Token ${(names += 1)}` });
const countTokens = () => db().apiToken.count({ where: { organizationId: ada.organizationId } });

test("a form that is sent again creates no second token, and names the one that it created", async () => {
  const form = openForm();
  const first = input();
  const { token } = must(await issueToken(ada, first, form));
  const before = await countTokens();
  for (const again of [first, input()])
    expect(await issueToken(ada, again, form)).toEqual({
      ok: false,
      reason: "secret_already_shown",
      detail: { tokenId: token.id, name: token.name },
    });
  expect(await countTokens()).toBe(before);
});

test("a form that is sent twice at once creates one token", async () => {
  const form = openForm();
  const same = input();
  const results = await Promise.all([1, 2, 3].map(() => issueToken(ada, same, form)));
  expect(results.map((result) => (result.ok ? "created" : result.reason)).sort()).toEqual([
    "created",
    "secret_already_shown",
    "secret_already_shown",
  ]);
});

test("a form that was refused can be sent again", async () => {
  const { token } = must(await issueToken(ada, input()));
  const form = openForm();
  expect(await issueToken(ada, { ...input(), name: token.name }, form)).toMatchObject({ reason: "name_taken" });
  expect(await issueToken(ada, input(), form)).toMatchObject({ ok: true });
});

test("a rotation that is sent again leaves the secret as it is", async () => {
  const { token } = must(await issueToken(ada, input()));
  const form = openForm();
  const change = { tokenId: token.id, version: token.version, graceSeconds: 0 };
  const rotated = must(await rotateToken(ada, change, form));
  expect(await rotateToken(ada, change, form)).toMatchObject({
    reason: "secret_already_shown",
    detail: { tokenId: token.id },
  });
  const now = await db().apiToken.findUniqueOrThrow({ where: { id: token.id } });
  expect([now.version, now.hint]).toEqual([rotated.token.version, rotated.token.hint]);
  expect(await rotateToken(ada, { ...change, version: now.version }, openForm())).toMatchObject({ ok: true });
});

test("permissions that are set again by the same form are answered alike, and change nothing", async () => {
  const { token } = must(await issueToken(ada, input()));
  const form = openForm();
  const change = { tokenId: token.id, version: token.version, permissions: ["editor" as const] };
  const set = must(await setPermissions(ada, change, form));
  expect(await setPermissions(ada, change, form)).toEqual(set);
});

test("an edit that is sent again is answered alike, and changes nothing", async () => {
  const { token } = must(await issueToken(ada, input()));
  const form = openForm();
  const change = { tokenId: token.id, version: token.version, name: `Edited ${(names += 1)}` };
  const edited = must(await editToken(ada, change, form));
  expect(await editToken(ada, change, form)).toEqual(edited);
});

test("permissions that were changed before the form was sent again are never taken for set", async () => {
  const { token } = must(await issueToken(ada, { ...input(), permissions: ["viewer", "owner"] }));
  const form = openForm();
  const change = { tokenId: token.id, version: token.version };
  const set = must(await setPermissions(ada, { ...change, permissions: ["editor", "owner"] }, form));
  const without = { permissions: ["editor" as const] };
  expect(await setPermissions(ada, { ...change, ...without }, form)).toMatchObject({ reason: "stale" });
  const anew = { tokenId: token.id, version: set.token.version, ...without };
  expect(await setPermissions(ada, anew, openForm())).toMatchObject({ token: { permissions: ["editor"] } });
});

test.each([
  { name: "Another name" },
  { description: "Another description" },
  { expiration: { kind: "at" as const, at: new Date(Date.now() + 5 * 86_400_000) } },
  { expiration: { kind: "never" as const } },
])("an edit that was changed before the form was sent again is never taken for saved: %o", async (changed) => {
  const { token } = must(await issueToken(ada, input()));
  const form = openForm();
  const change = {
    tokenId: token.id,
    version: token.version,
    name: `Edited ${(names += 1)}`,
    description: "",
    expiration: { kind: "at" as const, at: new Date(Date.now() + 4 * 86_400_000) },
  };
  must(await editToken(ada, change, form));
  expect(await editToken(ada, { ...change, ...changed }, form)).toMatchObject({ reason: "stale" });
  expect(await editToken(ada, change, form)).toMatchObject({ ok: true, token: { name: change.name } });
});

test("a changed form without a version is applied once, and is then the one that is recognized", async () => {
  const { token } = must(await issueToken(ada, input()));
  const form = openForm();
  const change = { tokenId: token.id, version: null };
  must(await setPermissions(ada, { ...change, permissions: ["editor", "owner"] }, form));
  const without = { ...change, permissions: ["editor" as const] };
  const results = await Promise.all([1, 2, 3].map(() => setPermissions(ada, without, form)));
  for (const result of results) expect(must(result).token).toMatchObject({ permissions: ["editor"], version: 3 });
});

test("a rotation that was changed before the form was sent again makes no second secret", async () => {
  const { token } = must(await issueToken(ada, input()));
  const form = openForm();
  const change = { tokenId: token.id, version: token.version };
  const rotated = must(await rotateToken(ada, { ...change, graceSeconds: 3600 }, form));
  expect(await rotateToken(ada, { ...change, graceSeconds: 0 }, form)).toMatchObject({
    reason: "secret_already_shown",
    detail: { tokenId: token.id },
  });
  const now = await db().apiToken.findUniqueOrThrow({ where: { id: token.id } });
  expect([now.version, now.hint]).toEqual([rotated.token.version, rotated.token.hint]);
});

test("a form that the version before has noted, without a digest, is recognized whatever is sent", async () => {
  const { token } = must(await issueToken(ada, input()));
  const form = openForm();
  const change = { tokenId: token.id, version: token.version };
  must(await setPermissions(ada, { ...change, permissions: ["editor"] }, form));
  await db()
    .$executeRaw`UPDATE "IdempotencyKey" SET "bodyDigest" = ''::bytea WHERE "organizationId" = ${ada.organizationId}`;
  expect(await setPermissions(ada, { ...change, permissions: ["viewer"] }, form)).toMatchObject({
    ok: true,
    token: { permissions: ["editor"] },
  });
});

test("the id of a form says nothing to others", async () => {
  const form = openForm();
  must(await issueToken(ada, input(), form));
  expect(await issueToken(bob, input(), { ...form, userId: bob.userId })).toMatchObject({ ok: true });
});
