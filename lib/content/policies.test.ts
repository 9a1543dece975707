import { beforeEach, expect, test } from "vitest";
import {
  createOrganization,
  createSpaceIn,
  lastEvents,
  storedTokenActor,
  tokenActor,
} from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import type { TokenActor } from "../access/authorization/actor";
import { listContent } from "./queries";
import { POLICIES, QUERYPACKS } from "./kind";
import { listContentSchema } from "./schema";
import { smallBundle } from "./testing";
import { db } from "../platform/db";
import { assignQueryPacks, uploadQueryPacks } from "./querypack-mutations";
import { assignPolicies, deletePolicy, unassignPolicies, uploadPolicies } from "./policy-mutations";
import { downloadPolicy, findPolicies, getPolicy, listPolicies } from "./policy-queries";

useTestDatabase();

let organizationId: string;
let spaceId: string;
let otherSpaceId: string;
let editor: TokenActor;
let viewer: TokenActor;
let ofSpace: TokenActor;

beforeEach(async () => {
  organizationId = (await createOrganization()).id;
  [spaceId, otherSpaceId] = [(await createSpaceIn(organizationId)).id, (await createSpaceIn(organizationId)).id];
  editor = await storedTokenActor(organizationId, ["editor"]);
  viewer = tokenActor(organizationId, ["viewer"]);
  ofSpace = await storedTokenActor(organizationId, ["editor"], spaceId);
});

interface How {
  space?: string | null;
  overwrite?: boolean;
  version?: string;
}

async function upload(uids: string[], { space = spaceId, overwrite = false, version = "1.0.0" }: How = {}) {
  const result = await uploadPolicies(editor, {
    spaceId: space,
    bytes: smallBundle({ policies: uids, version }),
    overwrite,
  });
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result;
}

const first = (uploaded: Awaited<ReturnType<typeof upload>>) =>
  uploaded.items[0] ?? expect.fail("nothing was uploaded");
const list = (actor: TokenActor, input: object = {}) =>
  listPolicies(actor, listContentSchema.parse({ spaceId, ...input }));
async function names(actor: TokenActor, input: object = {}) {
  const result = await list(actor, input);
  return result.ok ? result.page.items.map(({ uid }) => uid) : result.reason;
}
const bundles = () => db().bundle.count({ where: { organizationId } });

test("the policies of a bundle are stored in order with their summaries", async () => {
  const { items, overwritten } = await upload(["zeta", "alpha"]);
  expect(items.map(({ uid }) => uid)).toEqual(["zeta", "alpha"]);
  expect(overwritten).toBe(0);
  expect(items[0]).toMatchObject({
    kind: "policy",
    mrn: `//policy.api.mondoo.app/spaces/${spaceId}/policies/zeta`,
    name: "Policy zeta",
    version: "1.0.0",
    checks: 2,
    queries: 1,
    tags: [{ key: "team", value: "security" }],
    description: "What it is for.",
    spaceId,
    assignment: null,
    updatedBy: "Test token",
  });
  expect(items[0]?.bundleId).toBe(items[1]?.bundleId);
});

test("a download returns the uploaded bytes", async () => {
  const bytes = smallBundle({ policies: ["mine"], comment: "unbekannte Schlüssel, näh \t  trailing   " });
  const uploaded = await uploadPolicies(editor, { spaceId, bytes, overwrite: false });
  const file = uploaded.ok ? await downloadPolicy(viewer, String(uploaded.items[0]?.id)) : uploaded;
  expect(file).toMatchObject({ ok: true, file: { fileName: "mine.yaml" } });
  expect(Buffer.compare(file.ok ? file.file.bytes : Buffer.alloc(0), bytes)).toBe(0);
});

test("an upload is audited with its content and its file", async () => {
  await upload(["one", "two"]);
  const [event] = await lastEvents(organizationId);
  expect(event).toMatchObject({
    action: "policy.uploaded",
    spaceId,
    resourceKind: "bundle",
    message: "Uploaded 2 policies",
    change: { uids: ["one", "two"], count: 2, overwritten: [] },
  });
});

test("an existing uid is overwritten only on request, and keeps its id and its assignment", async () => {
  const before = first(await upload(["mine"]));
  await assignPolicies(editor, { spaceId, ids: [before.id], action: "ACTIVE" });
  const refused = await uploadPolicies(editor, {
    spaceId,
    bytes: smallBundle({ policies: ["new", "mine"] }),
    overwrite: false,
  });
  expect(refused).toEqual({ ok: false, reason: "uid_taken", field: "uid", detail: { uids: ["mine"] } });
  expect(await names(viewer)).toEqual(["mine"]);
  const after = first(await upload(["mine"], { overwrite: true, version: "2.0.0" }));
  expect(after).toMatchObject({ id: before.id, version: "2.0.0", createdAt: before.createdAt });
  expect(await getPolicy(viewer, before.id)).toMatchObject({ item: { assignment: "ACTIVE" } });
  expect(await bundles()).toBe(1);
});

test("overwriting a part of a bundle keeps the rest with its file", async () => {
  const { items } = await upload(["one", "two"]);
  await upload(["one"], { overwrite: true, version: "2.0.0" });
  expect(await bundles()).toBe(2);
  expect(await downloadPolicy(viewer, String(items[1]?.id))).toMatchObject({ ok: true });
});

test("of two concurrent uploads of a uid, one succeeds and the other is refused", async () => {
  const bytes = smallBundle({ policies: ["mine"] });
  const answers = await Promise.all([1, 2, 3].map(() => uploadPolicies(editor, { spaceId, bytes, overwrite: false })));
  expect(answers.map((answer) => (answer.ok ? "stored" : answer.reason)).sort()).toEqual([
    "stored",
    "uid_taken",
    "uid_taken",
  ]);
  expect(await bundles()).toBe(1);
});

test("a space and the organization can have the same uid, and so can a policy and a pack", async () => {
  await upload(["mine"]);
  await upload(["mine"], { space: otherSpaceId });
  await upload(["mine"], { space: null });
  expect(
    await uploadQueryPacks(editor, { spaceId, bytes: smallBundle({ packs: ["mine"] }), overwrite: false }),
  ).toMatchObject({ ok: true });
});

test("a space sees its own and the organization-wide policies only", async () => {
  await upload(["own"]);
  await upload(["wide"], { space: null });
  await upload(["elsewhere"], { space: otherSpaceId });
  expect(await names(ofSpace)).toEqual(["own", "wide"]);
  expect(await names(viewer, { spaceId: null })).toEqual(["wide"]);
  const page = await list(viewer);
  expect(page.ok && page.page.items.map((item) => item.spaceId)).toEqual([spaceId, null]);
});

test("lists can be searched, filtered by assignment, sorted and paged", async () => {
  const { items } = await upload(["a", "b", "c", "d"]);
  await assignPolicies(editor, { spaceId, ids: [String(items[1]?.id)], action: "ACTIVE" });
  await assignPolicies(editor, { spaceId, ids: [String(items[2]?.id)], action: "IGNORE" });
  expect(await names(viewer, { search: "policy b" })).toEqual(["b"]);
  expect(await names(viewer, { assigned: ["ACTIVE", "IGNORE"] })).toEqual(["b", "c"]);
  expect(await names(viewer, { assigned: ["IGNORE"] })).toEqual(["c"]);
  expect(await names(viewer, { direction: "desc" })).toEqual(["d", "c", "b", "a"]);
  for (const sort of ["name", "updated"]) {
    const seen: string[] = [];
    for (let after: string | undefined = ""; after !== undefined;) {
      const result = await list(viewer, { limit: 3, sort, after });
      if (!result.ok) throw new Error(result.reason);
      seen.push(...result.page.items.map(({ uid }) => uid));
      after = result.page.nextCursor ?? undefined;
    }
    expect(seen.sort()).toEqual(["a", "b", "c", "d"]);
  }
  expect(await list(viewer, { after: "nonsense" })).toMatchObject({ ok: false, reason: "invalid_request" });
});

test("policies and packs can be paged as one list", async () => {
  await upload(["p1", "p2"]);
  await uploadQueryPacks(editor, { spaceId, bytes: smallBundle({ packs: ["q1"] }), overwrite: false });
  const result = await listContent([POLICIES, QUERYPACKS], viewer, listContentSchema.parse({ spaceId, limit: 2 }));
  expect(result).toMatchObject({
    ok: true,
    page: {
      total: 3,
      items: [
        { kind: "querypack", uid: "q1", checks: 0 },
        { kind: "policy", uid: "p1" },
      ],
    },
  });
});

test("deleting the last policy of a bundle deletes the file", async () => {
  const { items } = await upload(["one", "two"]);
  expect(await deletePolicy(editor, { id: String(items[0]?.id) })).toMatchObject({ ok: true });
  expect(await bundles()).toBe(1);
  expect(await deletePolicy(editor, { id: String(items[1]?.id) })).toMatchObject({ ok: true });
  expect(await bundles()).toBe(0);
  expect(await deletePolicy(editor, { id: String(items[1]?.id) })).toMatchObject({ reason: "not_found" });
  const [event] = await lastEvents(organizationId);
  expect(event).toMatchObject({ action: "policy.deleted", message: "Deleted policy “Policy two”" });
});

test("deleting the last two policies of a bundle concurrently deletes the file", async () => {
  const { items } = await upload(["one", "two"]);
  await Promise.all(items.map(({ id }) => deletePolicy(editor, { id })));
  expect(await bundles()).toBe(0);
});

test("each space assigns an organization-wide policy separately", async () => {
  const wide = first(await upload(["wide"], { space: null }));
  expect(await assignPolicies(ofSpace, { spaceId, ids: [wide.id], action: "ACTIVE" })).toMatchObject({
    ok: true,
    assignments: [{ id: wide.id, action: "ACTIVE" }],
  });
  expect(await getPolicy(ofSpace, wide.id)).toMatchObject({ item: { assignment: "ACTIVE" } });
  expect(await getPolicy(viewer, wide.id)).toMatchObject({ item: { assignment: null } });
  expect(await names(viewer, { spaceId: otherSpaceId, assigned: ["ACTIVE"] })).toEqual([]);
  await unassignPolicies(ofSpace, { spaceId, ids: [wide.id] });
  expect(await names(viewer, { assigned: ["ACTIVE"] })).toEqual([]);
  const [event] = await lastEvents(organizationId);
  expect(event).toMatchObject({ action: "policy.unassigned", spaceId, change: { wide: { from: "ACTIVE", to: null } } });
});

test("an assignment that changes nothing causes no event", async () => {
  const { id } = first(await upload(["mine"]));
  await assignPolicies(editor, { spaceId, ids: [id], action: "ACTIVE" });
  const [before] = await lastEvents(organizationId);
  expect(await assignPolicies(editor, { spaceId, ids: [id, id], action: "ACTIVE" })).toMatchObject({ ok: true });
  expect((await lastEvents(organizationId))[0]?.sequence).toBe(before?.sequence);
});

test("content of another space cannot be assigned, and then none of several is assigned", async () => {
  const mine = first(await upload(["mine"]));
  const theirs = first(await upload(["theirs"], { space: otherSpaceId }));
  expect(await assignPolicies(editor, { spaceId, ids: [mine.id, theirs.id], action: "ACTIVE" })).toEqual({
    ok: false,
    reason: "not_found",
  });
  expect(await assignQueryPacks(editor, { spaceId, ids: [mine.id], action: "ACTIVE" })).toEqual({
    ok: false,
    reason: "not_found",
  });
  expect(await names(viewer, { assigned: ["ACTIVE"] })).toEqual([]);
});

test("a bundle without policies is refused, and packs next to policies are skipped with a warning", async () => {
  const packs = await uploadPolicies(editor, { spaceId, bytes: smallBundle({ packs: ["q"] }), overwrite: false });
  expect(packs).toMatchObject({ reason: "invalid_bundle", detail: { findings: [{ code: "empty_bundle", line: 1 }] } });
  const both = await uploadPolicies(editor, {
    spaceId,
    bytes: smallBundle({ policies: ["p"], packs: ["q"] }),
    overwrite: false,
  });
  expect(both).toMatchObject({
    ok: true,
    items: [{ uid: "p" }],
    warnings: [{ code: "left_out", severity: "warning" }],
  });
  expect(await db().queryPack.count({ where: { organizationId } })).toBe(0);
});

test("a broken bundle is refused with line and column, and nothing is stored", async () => {
  const answer = await uploadPolicies(editor, {
    spaceId,
    bytes: Buffer.from("policies:\n  - name: no uid\n"),
    overwrite: false,
  });
  expect(answer).toMatchObject({
    reason: "invalid_bundle",
    detail: { findings: expect.arrayContaining([expect.objectContaining({ code: "missing_uid", line: 2 })]) },
  });
  expect(await bundles()).toBe(0);
});

test("a bundle of more than 5 MiB is too large", async () => {
  expect(
    await uploadPolicies(editor, { spaceId, bytes: Buffer.alloc(5 * 1024 * 1024 + 1, 32), overwrite: false }),
  ).toMatchObject({ reason: "payload_too_large" });
});

test("a policy outside the tenant or the token's space access is not found", async () => {
  const { id } = first(await upload(["mine"]));
  const theirs = first(await upload(["theirs"], { space: otherSpaceId }));
  const foreign = tokenActor((await createOrganization()).id, ["owner"]);
  for (const actor of [foreign, tokenActor(organizationId, ["owner"], otherSpaceId)]) {
    expect(await getPolicy(actor, id)).toEqual({ ok: false, reason: "not_found" });
    expect(await downloadPolicy(actor, id)).toEqual({ ok: false, reason: "not_found" });
    expect(await deletePolicy(actor, { id })).toEqual({ ok: false, reason: "not_found" });
    expect(await list(actor)).toEqual({ ok: false, reason: "not_found" });
    expect(await uploadPolicies(actor, { spaceId, bytes: smallBundle({ policies: ["x"] }), overwrite: true })).toEqual({
      ok: false,
      reason: "not_found",
    });
    expect(await assignPolicies(actor, { spaceId, ids: [id], action: "ACTIVE" })).toEqual({
      ok: false,
      reason: "not_found",
    });
    expect(await findPolicies(actor, [{ spaceId, uid: "mine" }])).toEqual([null]);
  }
  expect(
    await findPolicies(ofSpace, [
      { spaceId: otherSpaceId, uid: "theirs" },
      { spaceId, uid: "mine" },
    ]),
  ).toMatchObject([null, { id }]);
  expect(theirs.spaceId).toBe(otherSpaceId);
});

test("a viewer and an agent only read, and a token of one space changes no organization-wide policies", async () => {
  const { id } = first(await upload(["mine"]));
  const wide = first(await upload(["wide"], { space: null }));
  for (const actor of [viewer, tokenActor(organizationId, ["agent"])]) {
    expect(await getPolicy(actor, id)).toMatchObject({ ok: true });
    expect(await deletePolicy(actor, { id })).toMatchObject({ reason: "insufficient_scope" });
    expect(
      await uploadPolicies(actor, { spaceId, bytes: smallBundle({ policies: ["x"] }), overwrite: false }),
    ).toMatchObject({ reason: "insufficient_scope" });
    expect(await assignPolicies(actor, { spaceId, ids: [id], action: "ACTIVE" })).toMatchObject({
      reason: "insufficient_scope",
    });
  }
  expect(await getPolicy(ofSpace, wide.id)).toMatchObject({ ok: true });
  expect(await deletePolicy(ofSpace, { id: wide.id })).toMatchObject({ reason: "insufficient_scope" });
  expect(
    await uploadPolicies(ofSpace, { spaceId: null, bytes: smallBundle({ policies: ["x"] }), overwrite: false }),
  ).toMatchObject({ reason: "insufficient_scope" });
});

test("a download during an overwrite returns the old or the new file", async () => {
  const { id } = first(await upload(["steady"]));
  let done = false;
  const overwriting = (async () => {
    for (let i = 0; i < 40; i += 1) await upload(["steady"], { overwrite: true, version: `1.0.${i}` });
    done = true;
  })();
  const reading = Array.from({ length: 4 }, async () => {
    while (!done) expect(await downloadPolicy(viewer, id)).toMatchObject({ ok: true });
  });
  await Promise.all([overwriting, ...reading]);
});
