import { beforeEach, describe, expect, test } from "vitest";
import { createMember, createOrganization, createSpaceIn, lastEvents } from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import { findUsable, toActor } from "../access/authenticate/api-token";
import type { Actor, TokenActor, UserActor } from "../access/authorization/actor";
import { db } from "../platform/db";
import type { Result } from "../platform/result/result";
import { issueToken } from "./issuing";
import { editToken } from "./mutations";
import { revokeToken } from "./revoking";
import { rotateToken } from "./rotation";
import { issueTokenSchema } from "./schema";
import { getSubjectLimits, setSubjectLimits } from "./subject-limits";

useTestDatabase();

const OFFICE = { networks: ["192.0.2.0/24"] };
const SUBJECT = "cus_1";
const INSIDE = "192.0.2.7";
const OUTSIDE = "198.51.100.7";
const NOT_YOURSELF = { ok: false, reason: "not_yourself" };

let organizationId: string;
let owner: UserActor;
beforeEach(async () => {
  organizationId = (await createOrganization()).id;
  owner = await createMember(organizationId, "super_admin");
});

function must<T extends object>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result;
}

let count = 0;
const make = async (fields: object = {}, actor: Actor = owner) =>
  must(await issueToken(actor, issueTokenSchema.parse({ name: `Token ${(count += 1)}`, subject: SUBJECT, ...fields })));
type Made = Awaited<ReturnType<typeof make>>;
const works = async ({ secret }: Made, certainAddress: string) =>
  (await findUsable(secret.reveal(), { certainAddress })) !== null;
async function actorOf({ secret }: Made): Promise<TokenActor> {
  const found = await findUsable(secret.reveal(), { certainAddress: INSIDE });
  if (found === null) throw new Error("the token cannot be used");
  return toActor(found.record, INSIDE);
}
const limit = (limits: object, actor: Actor = owner, version: number | null = null) =>
  setSubjectLimits(actor, { subject: SUBJECT, version, limits });
const current = async () => must(await getSubjectLimits(owner, { subject: SUBJECT }));

describe("the limits of a subject", () => {
  test("bind all its tokens, those made later and those that get the subject too, and no others", async () => {
    expect(await current()).toEqual({ ok: true, subject: SUBJECT, limits: {}, version: 1 });
    const before = await make();
    const other = await make({ subject: "cus_2" });
    const without = await make({ subject: undefined });
    expect(must(await limit(OFFICE))).toEqual({ ok: true, subject: SUBJECT, limits: OFFICE, version: 2 });
    const later = await make();
    for (const made of [before, later])
      expect([await works(made, INSIDE), await works(made, OUTSIDE)]).toEqual([true, false]);
    for (const made of [other, without]) expect(await works(made, OUTSIDE)).toBe(true);
    must(await editToken(owner, { tokenId: without.token.id, version: null, subject: SUBJECT }));
    expect(await works(without, OUTSIDE)).toBe(false);
    must(await editToken(owner, { tokenId: before.token.id, version: null, subject: "cus_2" }));
    expect(await works(before, OUTSIDE)).toBe(true);
    must(await limit({}));
    expect(await works(later, OUTSIDE)).toBe(true);
    expect(await current()).toMatchObject({ limits: {}, version: 3 });
  });

  test("are in the audit log, and end earlier JWTs of tokens that are not revoked", async () => {
    const made = await make();
    const child = await make({}, await actorOf(await make({ permissions: ["owner"] })));
    const revoked = await make();
    must(await revokeToken(owner, { tokenId: revoked.token.id }));
    must(await limit(OFFICE));
    expect(await lastEvents(organizationId)).toMatchObject([
      {
        action: "subject.limits_set",
        resourceKind: "subject",
        resourceId: SUBJECT,
        change: { limits: { from: null, to: { ...OFFICE, notBefore: null } } },
      },
    ]);
    const cutoffs = await db().jwtCutoff.findMany({ where: { organizationId } });
    const named = cutoffs.map(({ targetId }) => targetId);
    expect(named).toEqual(expect.arrayContaining([made.token.id, child.token.id]));
    expect(named).not.toContain(revoked.token.id);
    must(await limit({}));
    expect(await db().jwtCutoff.count({ where: { organizationId } })).toBe(cutoffs.length);
  });

  test("that others changed are not overwritten, and a form that is sent again changes nothing", async () => {
    const form = { organizationId, userId: owner.userId, formId: crypto.randomUUID() };
    const input = { subject: SUBJECT, version: 1, limits: OFFICE };
    must(await setSubjectLimits(owner, input, form));
    expect(await limit({}, owner, 1)).toMatchObject({ ok: false, reason: "stale", detail: { version: 2 } });
    must(await limit({}, owner, 2));
    expect(must(await setSubjectLimits(owner, input, form))).toMatchObject({ limits: {}, version: 3 });
  });

  test("are set by two at once, one after the other", async () => {
    const results = await Promise.all([limit(OFFICE, owner, 1), limit({}, owner, 1)]);
    expect(results.map(({ ok }) => ok).sort()).toEqual([false, true]);
  });

  test("are changed only by those who can grant what its tokens have, in the whole organization", async () => {
    const admin = await createMember(organizationId, "admin");
    must(await limit(OFFICE, admin));
    const powerful = await make({ permissions: ["owner"] });
    expect(await limit({}, admin)).toMatchObject({ reason: "permission_not_grantable" });
    must(await revokeToken(owner, { tokenId: powerful.token.id }));
    must(await limit({}, admin));
    const { id: spaceId } = await createSpaceIn(organizationId);
    const editor = { permissions: ["editor"], subject: undefined };
    for (const fields of [
      { ...editor, spaceId },
      { permissions: ["viewer"], subject: undefined },
    ])
      expect(await limit(OFFICE, await actorOf(await make(fields)))).toMatchObject({ ok: false });
    must(await limit(OFFICE, await actorOf(await make(editor))));
    const member = await createMember(organizationId, "member");
    expect((await limit({}, member)).ok).toBe(false);
    expect((await getSubjectLimits(member, { subject: SUBJECT })).ok).toBe(false);
  });

  test("of another organization are others", async () => {
    must(await limit(OFFICE));
    const foreign = await createMember((await createOrganization()).id, "super_admin");
    expect(must(await getSubjectLimits(foreign, { subject: SUBJECT }))).toMatchObject({ limits: {}, version: 1 });
    must(await limit({ networks: ["198.51.100.0/24"] }, foreign));
    expect(await current()).toMatchObject({ limits: OFFICE });
  });
});

describe("a token of a subject", () => {
  test("does not change its limits", async () => {
    const root = await actorOf(await make({ permissions: ["owner"] }));
    const child = await actorOf(await make({ permissions: ["owner"] }, root));
    must(await limit(OFFICE));
    for (const actor of [root, child])
      for (const limits of [{}, OFFICE]) expect(await limit(limits, actor)).toMatchObject(NOT_YOURSELF);
    expect(await current()).toMatchObject({ limits: OFFICE });
  });

  test("does not leave it while its limits bind, neither itself nor its ancestors", async () => {
    const root = await make({ permissions: ["owner"] });
    const child = await make({ permissions: ["owner"] }, await actorOf(root));
    const leave = async (made: Made, actor: Actor) =>
      editToken(actor, { tokenId: made.token.id, version: null, subject: "cus_2" });
    must(await limit(OFFICE));
    for (const actor of [await actorOf(root), await actorOf(child)])
      expect(await leave(root, actor)).toMatchObject({ ...NOT_YOURSELF, field: "subject" });
    const other = await make();
    must(await leave(other, await actorOf(root)));
    must(await limit({}));
    must(await leave(root, await actorOf(root)));
  });

  test("does not escape its limits by a new secret of another token", async () => {
    const free = await make({ subject: undefined }); // first, so that it does not end later
    const actor = await actorOf(await make({ permissions: ["owner"] }));
    const rotate = async () => rotateToken(actor, { tokenId: free.token.id, version: null, graceSeconds: 0 });
    must(await rotate());
    must(await limit(OFFICE));
    expect(await rotate()).toMatchObject({ reason: "exceeds_parent", field: "limits" });
  });
});
