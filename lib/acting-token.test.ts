import { beforeEach, describe, expect, test } from "vitest";
import { createOrganization, createSpaceIn, storedTokenActor } from "../tools/testing/fixtures";
import { superAdmin } from "../tools/testing/actors";
import { useTestDatabase } from "../tools/testing/use-database";
import { auditLogOf, whileLocked } from "../tools/testing/while-locked";
import type { TokenActor } from "./access/authorization/actor";
import type { Permission } from "./access/authorization/permissions";
import { createApi, deleteApi, setScopes, updateApi } from "./apis/mutations";
import { createApiSchema } from "./apis/schema";
import { deleteAsset } from "./assets/mutations";
import { assignPolicies, deletePolicy, uploadPolicies } from "./content/policy-mutations";
import { smallBundle } from "./content/testing";
import { inviteMember } from "./invitations/mutations";
import { deleteOrganization, updateOrganization } from "./organizations/mutations";
import { db } from "./platform/db";
import type { Result } from "./platform/result/result";
import { deleteReport, postReport } from "./reports/mutations";
import { createSpace, deleteSpace, updateSpace } from "./spaces/mutations";
import { createSpaceSchema } from "./spaces/schema";
import { issueToken } from "./tokens/issuing";
import { revokeAsHolder, revokeToken } from "./tokens/revoking";
import { issueTokenSchema } from "./tokens/schema";

useTestDatabase();

/** What the changes are of. Each test has its own. */
interface Place {
  readonly organizationId: string;
  readonly spaceId: string;
  readonly apiId: string;
  readonly policyId: string;
  readonly reportId: string;
  readonly assetId: string;
  readonly tokenId: string;
}

let place: Place;

beforeEach(async () => {
  const { id: organizationId } = await createOrganization();
  const { id: spaceId } = await createSpaceIn(organizationId);
  const ada = superAdmin(organizationId);
  const { api } = must(await createApi(ada, api1));
  const bytes = smallBundle({ policies: ["one"] });
  const { items } = must(await uploadPolicies(ada, { spaceId, bytes, overwrite: false }));
  const agent = await storedTokenActor(organizationId, ["agent"]);
  const { report } = must(await postReport(agent, { spaceId, gzip: false, bytes: reportOn("//a/1") }));
  const asset = await db().asset.findFirstOrThrow({ where: { spaceId } });
  const { token } = must(await issueToken(ada, issueTokenSchema.parse({ name: "Other" })));
  place = {
    organizationId,
    spaceId,
    apiId: api.id,
    policyId: items[0]?.id ?? "",
    reportId: report.id,
    assetId: asset.id,
    tokenId: token.id,
  };
});

const api1 = createApiSchema.parse({ identifier: "https://api.example", name: "API", scopes: [{ name: "read" }] });
const api2 = createApiSchema.parse({ identifier: "https://api2.example", name: "API 2" });
const reportOn = (mrn: string) => Buffer.from(JSON.stringify({ assets: { [mrn]: { mrn, name: mrn } } }));

function must<T extends object>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result;
}

type Change = (actor: TokenActor, place: Place) => Promise<Result<object>>;

const CHANGES: Record<string, readonly [Permission, Change]> = {
  "creates an API": ["editor", (actor) => createApi(actor, api2)],
  "edits an API": ["editor", (actor, { apiId }) => updateApi(actor, { apiId, name: "Mine" })],
  "adds a scope": [
    "editor",
    (actor, { apiId }) => setScopes(actor, { apiId, scopes: [...api1.scopes, { name: "write", description: "" }] }),
  ],
  "deletes an API": ["editor", (actor, { apiId }) => deleteApi(actor, { apiId })],
  "creates a space": ["editor", (actor) => createSpace(actor, createSpaceSchema.parse({ name: "Mine" }))],
  "edits a space": ["editor", (actor, { spaceId }) => updateSpace(actor, { spaceId, name: "Mine" })],
  "deletes a space": ["owner", (actor, { spaceId }) => deleteSpace(actor, { spaceId })],
  "edits the organization": ["editor", (actor) => updateOrganization(actor, { name: "Mine" })],
  "changes the token policy": ["owner", (actor) => updateOrganization(actor, { tokenMaxLifetimeDays: 1 })],
  "deletes the organization": ["owner", (actor) => deleteOrganization(actor, {})],
  "uploads a policy": [
    "editor",
    (actor, { spaceId }) =>
      uploadPolicies(actor, { spaceId, bytes: smallBundle({ policies: ["two"] }), overwrite: false }),
  ],
  "assigns a policy": [
    "editor",
    (actor, { spaceId, policyId }) => assignPolicies(actor, { spaceId, ids: [policyId], action: "ACTIVE" }),
  ],
  "deletes a policy": ["editor", (actor, { policyId }) => deletePolicy(actor, { id: policyId })],
  "posts a report": [
    "agent",
    (actor, { spaceId }) => postReport(actor, { spaceId, gzip: false, bytes: reportOn("//a/2") }),
  ],
  "deletes a report": ["editor", (actor, { reportId }) => deleteReport(actor, { id: reportId })],
  "deletes an asset": ["editor", (actor, { assetId }) => deleteAsset(actor, { id: assetId })],
  "invites a member": ["owner", (actor) => inviteMember(actor, { email: "new@example.com", role: "member" })],
};

/** What ends a token's right to act, as another transaction writes it. */
const ENDS = {
  revoked: `UPDATE "ApiToken" SET "revokedAt" = now() WHERE "id" = $1`,
  narrowed: `UPDATE "ApiToken" SET "permissions" = '{viewer}' WHERE "id" = $1`,
} as const;

describe.each(Object.entries(ENDS))("a token that was %s while its change waited for the audit log", (_, end) => {
  test.each(Object.entries(CHANGES))("no longer %s", async (_name, [permission, change]) => {
    const actor = await storedTokenActor(place.organizationId, [permission]);
    expect(await whileEnding(actor, end, change)).toMatchObject({ ok: false, reason: "unauthenticated" });
    expect(await db().auditEvent.count({ where: { actorId: actor.tokenId } })).toBe(0);
  });
});

test("a token for one space that was revoked while it waited no longer deletes the space", async () => {
  const { organizationId, spaceId } = place;
  const actor = await storedTokenActor(organizationId, ["owner"], spaceId);
  const refused = await whileLocked(
    [`SELECT 1 FROM "Space" WHERE "id" = $1 FOR UPDATE`, spaceId],
    () => deleteSpace(actor, { spaceId }),
    (query) => query(ENDS.revoked, [actor.tokenId]),
  );
  expect(refused).toMatchObject({ ok: false, reason: "unauthenticated" });
});

test("a token for one space deletes the space, and ends with it", async () => {
  const { organizationId, spaceId } = place;
  const actor = await storedTokenActor(organizationId, ["owner"], spaceId);
  must(await deleteSpace(actor, { spaceId }));
  expect(await db().auditEvent.count({ where: { actorId: actor.tokenId, action: "space.deleted" } })).toBe(1);
});

test("a token that does not exist changes nothing", async () => {
  const actor = await storedTokenActor(place.organizationId, ["editor"]);
  await db().apiToken.delete({ where: { id: actor.tokenId } });
  expect(await createApi(actor, api2)).toMatchObject({ ok: false, reason: "unauthenticated" });
});

test("a token that ended in the meantime still revokes", async () => {
  const [other, itself] = [
    await storedTokenActor(place.organizationId, ["owner"]),
    await storedTokenActor(place.organizationId, ["owner"]),
  ];
  must(await whileEnding(other, ENDS.revoked, (actor, { tokenId }) => revokeToken(actor, { tokenId })));
  must(await whileEnding(itself, ENDS.narrowed.replace("$1", "$1 AND FALSE"), (actor) => revokeAsHolder(actor)));
});

/** Runs `change` until it waits for the audit log, then `end` for its actor, then lets it go on. */
function whileEnding(actor: TokenActor, end: string, change: Change): Promise<Result<object>> {
  return whileLocked(
    auditLogOf(place.organizationId),
    () => change(actor, place),
    (query) => query(end, [actor.tokenId]),
  );
}
