import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { twoTenants, type TenantIds } from "../tools/testing/two-tenants";
import { useTestDatabase } from "../tools/testing/use-database";
import { limitsDtoSchema } from "./access/limits/schema";
import { ROLES } from "./access/authorization/permissions";
import type { UserActor } from "./access/authorization/actor";
import { ALGORITHMS } from "./apis/limits";
import { findApiRow } from "./apis/queries";
import type { ApiRow } from "./apis/row";
import { findAssetRow } from "./assets/queries";
import type { AssetRow } from "./assets/row";
import { POLICIES, QUERYPACKS } from "./content/kind";
import { findContentRow } from "./content/queries";
import type { ContentRow } from "./content/row";
import { findInvitationRow, type InvitationRow } from "./invitations/queries";
import { findMemberRow, type MemberRow } from "./members/queries";
import { closeDatabase, db } from "./platform/db";
import { inSqlTransaction } from "./platform/db/transaction";
import { z } from "./platform/validation/zod";
import { insertReport, type InsertedRow } from "./reports/insert";
import { findOrganizationRow, type OrganizationRow } from "./organizations/settings";
import { findReportRow } from "./reports/queries";
import type { ReportRow } from "./reports/row";
import { findSpaceRow } from "./spaces/queries";
import type { SpaceRow } from "./spaces/row";
import { findTokenRow } from "./tokens/queries";
import { tokenRowSchema } from "./tokens/row";

useTestDatabase();

/** The columns of a row, each once: a column too many, too few or of another type is a fault. */
type Columns<Row> = { [Column in keyof Row]-?: z.ZodType<Row[Column]> };

const text = z.string();
const instant = z.date();
const count = z.int();
const json = z.json();

const ORGANIZATION: Columns<OrganizationRow> = {
  id: text,
  code: text,
  name: text,
  description: text,
  company: text,
  annotations: json,
  tags: json,
  contacts: json,
  tokenMaxLifetimeDays: count.nullable(),
  tokenRequestsPerMinute: count.nullable(),
  version: count,
};

const SPACE: Columns<SpaceRow> = {
  id: text,
  name: text,
  description: text,
  settings: json,
  annotations: json,
  tags: json,
  contacts: json,
  createdAt: instant,
  updatedAt: instant,
  version: count,
};

const MEMBER: Columns<MemberRow> = {
  userId: z.uuid(),
  name: text,
  email: text,
  role: z.enum(ROLES),
  disabledAt: instant.nullable(),
  joinedAt: instant,
  lastSeenAt: instant.nullable(),
  version: count,
};

const INVITATION: Columns<InvitationRow> = {
  id: z.uuid(),
  email: text,
  role: z.enum(ROLES),
  invitedByName: text,
  createdAt: instant,
  expiresAt: instant,
  expired: z.boolean(),
};

const CONTENT: Columns<ContentRow> = {
  kind: z.enum(["policy", "querypack"]),
  id: z.uuid(),
  organizationId: text,
  spaceId: text.nullable(),
  bundleId: z.uuid(),
  uid: text,
  name: text,
  version: text,
  checks: count,
  queries: count,
  tags: json,
  docs: text,
  updatedByName: text,
  createdAt: instant,
  updatedAt: instant,
  assignment: z.enum(["ACTIVE", "IGNORE"]).nullable(),
  isListed: z.boolean(),
  sortTime: text,
};

const ASSET: Columns<AssetRow> = {
  id: z.uuid(),
  organizationId: text,
  spaceId: text,
  mrn: text,
  name: text,
  platform: text,
  platformVersion: text,
  arch: text,
  score: count.nullable(),
  error: text.nullable(),
  lastSeenAt: instant,
  createdAt: instant,
  lastReportId: z.uuid().nullable(),
  sortTime: text,
};

const REPORT: Columns<ReportRow> = {
  id: z.uuid(),
  organizationId: text,
  spaceId: text,
  assets: count,
  scores: count,
  errors: count,
  size: count,
  digest: text,
  createdAt: instant,
  createdByName: text,
  sortTime: text,
};

const INSERTED_REPORT: Columns<InsertedRow> = {
  id: z.uuid().nullable(),
  createdAt: instant.nullable(),
  inSpace: z.boolean(),
};

const API: Columns<ApiRow> = {
  id: z.uuid(),
  organizationId: text,
  identifier: text,
  name: text,
  description: text,
  algorithm: z.enum(ALGORITHMS),
  tokenPrefix: text.nullable(),
  lifetimeDays: count.nullable(),
  maxLifetimeDays: count.nullable(),
  exchangesLimited: z.boolean(),
  defaultLimits: limitsDtoSchema,
  version: count,
  createdAt: instant,
  updatedAt: instant,
  scopeCount: count,
};

let organizationId: string;
let ids: TenantIds;
let actor: UserActor;
beforeAll(async () => {
  const tenants = await twoTenants();
  organizationId = tenants.other;
  ids = tenants.foreign;
  actor = { ...tenants.actors.super_admin, organizationId, userId: ids.userId, sessionId: randomUUID() };
});
afterAll(closeDatabase);

async function insertEmptyReport(): Promise<InsertedRow | null> {
  const counts = { assets: 0, scores: 0, errors: 0, vulnerabilityReports: 0 };
  const report = {
    ok: true,
    form: "compact",
    assets: [],
    counts,
    digest: "00".repeat(32),
    bytes: 2,
    gzip: new Uint8Array(),
  } as const;
  const inserted = await inSqlTransaction(async (tx) => ({
    ok: true,
    row: await insertReport(tx, actor, ids.spaceId, report),
  }));
  return inserted.ok ? inserted.row : null;
}

const queries: [string, z.ZodRawShape, () => Promise<object | null>][] = [
  ["a token", tokenRowSchema.shape, () => findTokenRow(db(), organizationId, ids.tokenId)],
  ["an organization", ORGANIZATION, () => findOrganizationRow(db(), organizationId)],
  ["a space", SPACE, () => findSpaceRow(db(), organizationId, ids.spaceId)],
  ["an API", API, () => findApiRow(db(), organizationId, ids.apiId)],
  ["a member", MEMBER, () => findMemberRow(db(), organizationId, ids.userId)],
  ["an invitation", INVITATION, () => findInvitationRow(db(), organizationId, ids.invitationId)],
  ["a policy", CONTENT, () => findContentRow(db(), POLICIES, actor, ids.id)],
  ["a query pack", CONTENT, () => findContentRow(db(), QUERYPACKS, actor, ids.id)],
  ["an asset", ASSET, () => findAssetRow(db(), actor, ids.assetId)],
  ["a report", REPORT, () => findReportRow(db(), actor, ids.reportId)],
  ["a new report", INSERTED_REPORT, insertEmptyReport],
];

test.each(queries)("the row of %s has exactly the columns of its type", async (_, columns, find) => {
  expect(z.strictObject(columns).safeParse(await find()).error).toBeUndefined();
});
