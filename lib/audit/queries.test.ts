import { beforeAll, expect, test } from "vitest";
import {
  createMember,
  createOrganization,
  createSpaceIn,
  storedTokenActor,
  tokenActor,
} from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import type { Actor, TokenActor, UserActor } from "../access/authorization/actor";
import { inTransaction } from "../platform/db/transaction";
import { appendAudit, type AuditEntry } from "./append";
import { listAuditEvents, verifyAuditLog } from "./queries";
import { listAuditEventsSchema } from "./schema";

useTestDatabase();

let organizationId: string;
let admin: UserActor;
let spaceId: string;
let ci: TokenActor;

async function record(entry: Partial<AuditEntry>) {
  const recorded = await inTransaction(async (tx) => {
    await appendAudit(tx, {
      chain: organizationId,
      actor: admin,
      action: "token.created",
      resource: { kind: "token", id: "t1" },
      message: "Created API token “CI”",
      ...entry,
    });
    return { ok: true };
  });
  expect(recorded).toMatchObject({ ok: true });
}

beforeAll(async () => {
  organizationId = (await createOrganization()).id;
  admin = await createMember(organizationId, "admin", { name: "Grace Hopper" });
  spaceId = (await createSpaceIn(organizationId)).id;
  ci = await storedTokenActor(organizationId, ["editor"]);
  await record({});
  await record({ action: "token.revoked", spaceId });
  await record({
    action: "space.updated",
    resource: { kind: "space", id: spaceId },
    spaceId,
    message: "Edited space “Test”",
    change: { name: { from: "A", to: "B" } },
  });
  await record({
    action: "member.role_changed",
    actor: ci,
    message: "Made Mary Admin",
  });
  await record({ action: "tokenish.thing", actor: { kind: "system", name: "Seed", address: null } });
});

async function actions(actor: Actor, input: object = {}) {
  const result = await listAuditEvents(actor, listAuditEventsSchema.parse(input));
  if (!result.ok) throw new Error(result.reason);
  return result.page.items.map((event) => event.action);
}

test("the newest event comes first, with actor, action, resource, time and address", async () => {
  const result = await listAuditEvents(admin, listAuditEventsSchema.parse({ withTotal: true }));
  expect(result).toMatchObject({ ok: true, page: { total: 5, nextCursor: null } });
  if (!result.ok) return;
  expect(result.page.items.map((event) => event.sequence)).toEqual([5, 4, 3, 2, 1]);
  expect(result.page.items[2]).toEqual({
    sequence: 3,
    at: expect.stringMatching(/^\d{4}-.*Z$/),
    actor: { kind: "user", id: admin.userId, name: "Grace Hopper" },
    action: "space.updated",
    resource: { kind: "space", id: spaceId },
    spaceId,
    message: "Edited space “Test”",
    change: { name: { from: "A", to: "B" } },
    address: "192.0.2.7",
  });
});

test.each<[string, () => object, string[]]>([
  ["a person", () => ({ actorId: admin.userId }), ["space.updated", "token.revoked", "token.created"]],
  ["a token", () => ({ actorId: ci.tokenId }), ["member.role_changed"]],
  ["a kind of actor", () => ({ actorKind: "system" }), ["tokenish.thing"]],
  ["a name", () => ({ actorName: "Test token" }), ["member.role_changed"]],
  ["the start of an action", () => ({ action: "token." }), ["token.revoked", "token.created"]],
  ["one thing", () => ({ resourceId: spaceId }), ["space.updated"]],
  ["a space", () => ({ spaceId }), ["space.updated", "token.revoked"]],
  ["a word", () => ({ search: "made mary" }), ["member.role_changed"]],
  ["a part of an action", () => ({ search: "role_ch" }), ["member.role_changed"]],
  [
    "an address",
    () => ({ search: "192.0.2." }),
    ["member.role_changed", "space.updated", "token.revoked", "token.created"],
  ],
  ["a time to come", () => ({ after: new Date(Date.now() + 60_000).toISOString() }), []],
  ["a time that is past", () => ({ before: "2020-01-01T00:00:00+01:00" }), []],
  ["what no event can hold", () => ({ actorName: "a\0b", resourceId: "\0" }), []],
])("the log can be filtered by %s", async (_what, filter, expected) => {
  expect(await actions(admin, { filter: filter() })).toEqual(expected);
});

test("the log pages in both directions", async () => {
  const first = await listAuditEvents(admin, listAuditEventsSchema.parse({ limit: 2, direction: "asc" }));
  if (!first.ok) throw new Error(first.reason);
  expect(await actions(admin, { limit: 2, direction: "asc", after: first.page.nextCursor })).toEqual([
    "space.updated",
    "member.role_changed",
  ]);
  expect(await listAuditEvents(admin, listAuditEventsSchema.parse({ after: "WyJ4Il0" }))).toMatchObject({
    ok: false,
    reason: "invalid_request",
  });
});

test("a token of one space sees that space's events only", async () => {
  const limited = tokenActor(organizationId, ["editor"], spaceId);
  expect(await actions(limited)).toEqual(["space.updated", "token.revoked"]);
  const other = (await createSpaceIn(organizationId)).id;
  expect(await listAuditEvents(limited, listAuditEventsSchema.parse({ filter: { spaceId: other } }))).toEqual({
    ok: false,
    reason: "not_found",
  });
  expect(await verifyAuditLog(limited)).toEqual({ ok: false, reason: "not_found" });
});

test("Members, Viewers and Agents cannot read the log, and other organizations read their own", async () => {
  for (const actor of [await createMember(organizationId, "member"), tokenActor(organizationId, ["viewer", "agent"])]) {
    expect(await listAuditEvents(actor, listAuditEventsSchema.parse({}))).toMatchObject({
      ok: false,
      reason: "insufficient_scope",
    });
    expect(await verifyAuditLog(actor)).toMatchObject({ ok: false, reason: "insufficient_scope" });
  }
  const stranger = await createMember((await createOrganization()).id, "super_admin");
  expect(await actions(stranger)).toEqual([]);
  expect(await actions(stranger, { filter: { spaceId } })).toEqual([]);
});

test("an administrator can verify the whole log", async () => {
  expect(await verifyAuditLog(admin)).toEqual({
    ok: true,
    verification: {
      chain: organizationId,
      verified: 5,
      sealed: 0,
      head: { sequence: 5, mac: expect.stringMatching(/^[0-9a-f]{64}$/) },
      fault: null,
    },
  });
});
