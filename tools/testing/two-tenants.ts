import { randomUUID } from "node:crypto";
import type { UserActor } from "../../lib/access/authorization/actor";
import type { Role } from "../../lib/access/authorization/permissions";
import { db, pool } from "../../lib/platform/db";
import { inviteMember } from "../../lib/invitations/mutations";
import { seed } from "../../prisma/seed";

/** A text in all names of the other organization. No response may contain it. */
export const MARK = "Zanzibar";

/** Ids that a caller could pass, by the names of inputs. */
export interface TenantIds {
  readonly tokenId: string;
  readonly spaceId: string;
  readonly userId: string;
  readonly invitationId: string;
  readonly sessionId: string;
  readonly id: string;
  readonly assetId: string;
  readonly reportId: string;
  readonly apiId: string;
}

/** Two organizations: the actor's, with a user of each role, and another one with one of each resource. */
export interface TwoTenants {
  readonly own: string;
  readonly other: string;
  readonly actors: Readonly<Record<Role, UserActor>>;
  readonly foreign: TenantIds;
  /** Ids that do not exist. */
  readonly missing: TenantIds;
}

/** Fills the test's database. */
export async function twoTenants(): Promise<TwoTenants> {
  const seeded = await seed();
  const own = seeded.organization.id;
  const other = seeded.otherOrganization.id;
  const people = await db().membership.findMany({ where: { organizationId: own }, include: { user: true } });
  const actors = Object.fromEntries(people.map(({ role, user }) => [role, actorOf(user, own, role)])) as Record<
    Role,
    UserActor
  >;
  const sol = await db().membership.findFirstOrThrow({ where: { organizationId: other }, include: { user: true } });
  const invited = await inviteMember(actorOf(sol.user, other, "super_admin"), {
    email: "zanzibar@solar-works.example",
    role: "member",
  });
  if (!invited.ok) throw new Error(invited.reason);
  await mark(other);
  const session = await db().session.create({
    data: { userId: sol.userId, organizationId: other, expiresAt: new Date(Date.now() + 86_400_000) },
  });
  const token = await db().apiToken.findFirstOrThrow({ where: { organizationId: other } });
  const space = await db().space.findFirstOrThrow({ where: { organizationId: other } });
  const content = await insertContent(other, space.id);
  const api = await db().api.create({
    data: {
      organizationId: other,
      identifier: "https://api.solar-works.example",
      name: MARK,
      scopes: { create: { name: "read", description: MARK } },
    },
  });
  const [scope] = await db().apiScope.findMany({ where: { apiId: api.id } });
  if (!scope) throw new Error("the API has no scope");
  await db().tokenGrant.create({
    data: { organizationId: other, tokenId: token.id, apiId: api.id, scopeId: scope.id },
  });
  return {
    own,
    other,
    actors,
    foreign: {
      tokenId: token.id,
      spaceId: space.id,
      userId: sol.userId,
      invitationId: invited.invitation.id,
      sessionId: session.id,
      apiId: api.id,
      ...content,
    },
    missing: {
      tokenId: randomUUID(),
      spaceId: "no-such-space",
      userId: randomUUID(),
      invitationId: randomUUID(),
      sessionId: randomUUID(),
      id: randomUUID(),
      assetId: randomUUID(),
      reportId: randomUUID(),
      apiId: randomUUID(),
    },
  };
}

function actorOf(user: { id: string; name: string; email: string }, organizationId: string, role: Role): UserActor {
  return {
    kind: "user",
    userId: user.id,
    sessionId: randomUUID(),
    name: user.name,
    email: user.email,
    organizationId,
    role,
    address: null,
  };
}

async function mark(organizationId: string): Promise<void> {
  await db().organization.update({ where: { id: organizationId }, data: { name: MARK } });
  await db().space.updateMany({ where: { organizationId }, data: { name: MARK } });
  await db().apiToken.updateMany({
    where: { organizationId },
    data: { name: MARK, subject: "zanzibar-customer", metadata: { plan: MARK } },
  });
  await db().user.updateMany({ where: { memberships: { some: { organizationId } } }, data: { name: MARK } });
}

async function insertContent(
  organizationId: string,
  spaceId: string,
): Promise<Pick<TenantIds, "id" | "assetId" | "reportId">> {
  const digest = new Uint8Array(32);
  const bundle = await db().bundle.create({
    data: { organizationId, spaceId, bytes: new Uint8Array([1]), digest, createdByName: MARK },
  });
  const facts = {
    organizationId,
    spaceId,
    bundleId: bundle.id,
    uid: "zanzibar",
    name: MARK,
    updatedByName: MARK,
    queries: 1,
  };
  const policy = await db().policy.create({ data: { ...facts, checks: 1 } });
  await db().queryPack.create({ data: { ...facts, id: policy.id } });
  const report = await db().report.create({
    data: {
      organizationId,
      spaceId,
      digest,
      bytes: new Uint8Array([1]),
      assets: 1,
      scores: 0,
      errors: 0,
      createdByName: MARK,
    },
  });
  const asset = await db().asset.create({
    data: { organizationId, spaceId, mrn: "//zanzibar", name: MARK, lastSeenAt: new Date(), lastReportId: report.id },
  });
  return { id: policy.id, assetId: asset.id, reportId: report.id };
}

/** A digest of all rows of an organization. If it is equal before and after, nothing was changed. */
async function fingerprint(organizationId: string): Promise<string> {
  const statement = await (fingerprinting ??= makeFingerprinting());
  const { rows } = await pool().query<{ sum: string }>(statement, [organizationId]);
  return rows.map(({ sum }) => sum).join(" ");
}

let fingerprinting: Promise<string> | undefined;

/** The statement that hashes the rows of every table with an organization. */
async function makeFingerprinting(): Promise<string> {
  const { rows } = await pool().query<{ part: string }>(
    `SELECT format('(SELECT md5(coalesce(string_agg(t::text, ''|'' ORDER BY t::text), '''')) AS sum
        FROM %I t WHERE t."organizationId" = $1)', table_name) AS part
      FROM information_schema.columns
      WHERE table_schema = 'public' AND column_name = 'organizationId' ORDER BY table_name`,
  );
  return rows.map(({ part }) => part).join(" UNION ALL ");
}

/** Returns a function that says whether an organization is as it was when it was called before. */
export function watch(organizationId: string): () => Promise<boolean> {
  let last: string | undefined;
  return async () => {
    const before = last;
    last = await fingerprint(organizationId);
    return before === undefined || before === last;
  };
}

/** An input with `ids` and valid values for everything else that a function may need. */
export function inputWith(ids: TenantIds): Record<string, unknown> {
  return {
    ...ids,
    policyId: ids.id,
    querypackId: ids.id,
    policyIds: [ids.id],
    ids: [ids.id],
    version: 1,
    name: "A name of ours",
    description: "",
    email: "new@lunalectric.example",
    role: "member",
    permissions: ["viewer"],
    permission: [],
    expiration: { kind: "days", days: 1 },
    graceSeconds: 0,
    confirmName: "no such name",
    current: "wrong-password-wrong",
    currentPassword: "wrong-password-wrong",
    newPassword: "a-long-enough-passphrase-1",
    password: "a-long-enough-passphrase-1",
    scope: ids.spaceId,
    identifier: "https://api.lunalectric.example",
    scopes: [{ name: "write", description: "" }],
    subject: "zanzibar-customer",
    metadata: {},
    grants: [{ api: "https://api.lunalectric.example", scopes: ["write"] }],
    issues: [{ api: "https://api.lunalectric.example" }],
    defaults: { lifetimeDays: null, maxLifetimeDays: null, limits: {} },
    exchangesLimited: false,
    limits: { networks: ["192.0.2.0/24"] },
    tokenPrefix: null,
    search: "",
    filter: { search: "", spaceId: ids.spaceId },
    status: [],
    sort: "name",
    direction: "asc",
    limit: 50,
    action: "ACTIVE",
    overwrite: true,
    bytes: new TextEncoder().encode(
      "policies: [{uid: a-policy-of-ours, version: 1.0.0}]\npacks: [{uid: a-pack-of-ours, version: 1.0.0}]\n",
    ),
  };
}
