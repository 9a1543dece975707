import { PERMISSIONS } from "../access/authorization/permissions";
import type { Target } from "../access/authorization/decide";
import { limitsDtoSchema } from "../access/limits/schema";
import { GRANTS, ISSUES, VERIFIES } from "../access/token-cache/token-record";
import { type ApiToken, Prisma } from "../platform/db/generated/client";
import { z } from "../platform/validation/zod";
import type { TokenDto } from "./dto";
import { EXPIRING_DAYS, TOKEN_STATUSES } from "./limits";
import { metadataObject } from "./metadata";
import type { EditTokenInput } from "./schema";
import { toColumn } from "./subject";

/** When the policy starts to count: the creation of the token or, for a child token, of its oldest ancestor. */
const LIFETIME_FROM = Prisma.sql`COALESCE(t."lifetimeFrom", t."createdAt")`;

/** When a token ends: its own expiration, or a longest life of `days` (integer, null for none), whichever is first. */
export function endWithin(days: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`LEAST(t."expiresAt", ${LIFETIME_FROM} + make_interval(hours => 24 * ${days}))`;
}

/**
 * When a token ends under the organization's policy.
 * The policy is evaluated here, at each look, and not stored: a change counts from the next request on.
 */
export const EFFECTIVE_END = endWithin(Prisma.sql`o."tokenMaxLifetimeDays"`);

/** The state of a token by the database's clock. */
export const STATUS = Prisma.sql`CASE
  WHEN t."revokedAt" IS NOT NULL THEN 'revoked'
  WHEN ${EFFECTIVE_END} <= now() THEN 'expired'
  WHEN ${EFFECTIVE_END} <= now() + make_interval(hours => 24 * ${EXPIRING_DAYS}::int) THEN 'expiring'
  ELSE 'live' END`;

/** Whether the token's creator is disabled or no longer a member. */
export const CREATOR_LEFT = Prisma.sql`(t."parentId" IS NULL AND t."createdById" IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM "Membership" m
  WHERE m."organizationId" = t."organizationId" AND m."userId" = t."createdById" AND m."disabledAt" IS NULL))`;

const instant = z.date();

/** The columns that are read as they are stored. */
const STORED = {
  id: z.uuid(),
  organizationId: z.string(),
  name: z.string(),
  description: z.string(),
  hint: z.string(),
  subject: z.string().nullable(),
  spaceId: z.string().nullable(),
  createdAt: instant,
  createdByName: z.string(),
  revokedAt: instant.nullable(),
  revokedByName: z.string().nullable(),
  parentId: z.uuid().nullable(),
  issuedById: z.uuid().nullable(),
  version: z.int(),
} satisfies { [Column in keyof ApiToken]?: z.ZodType<ApiToken[Column]> };

/** A row of `COLUMNS`. Parsed in tests only: at run time it would cost too much. */
export const tokenRowSchema = z.strictObject({
  ...STORED,
  permissions: z.array(z.enum(PERMISSIONS)),
  metadata: metadataObject,
  /** Its own. Empty if there are none. */
  limits: limitsDtoSchema,
  /** Null unless it is an Issuer. */
  issues: z
    .array(z.strictObject({ apiId: z.uuid(), api: z.string(), scopes: z.array(z.string()).nullable() }))
    .nullable(),
  /** Null if it is not bound. What is no Verifier may be bound too: then its children are. */
  verifies: z.array(z.strictObject({ apiId: z.uuid(), api: z.string() })).nullable(),
  /** By the APIs' identifiers. */
  grants: z.array(z.strictObject({ apiId: z.uuid(), api: z.string(), scopes: z.array(z.string()) })),
  spaceName: z.string().nullable(),
  endsAt: instant.nullable(),
  lifetimeFrom: instant,
  creatorLeft: z.boolean(),
  lastUsedAt: instant.nullable(),
  lastUsedAddress: z.string().nullable(),
  lastUsedAgent: z.string().nullable(),
  status: z.enum(TOKEN_STATUSES),
  oldSecretUntil: instant.nullable(),
});
export type TokenRow = z.output<typeof tokenRowSchema>;

export const COLUMNS = Prisma.sql`${Prisma.raw(
  Object.keys(STORED)
    .map((column) => `t."${column}"`)
    .join(", "),
)},
  t."permissions"::text[] AS "permissions", COALESCE(${Prisma.raw(GRANTS)}, '[]') AS "grants",
  ${Prisma.raw(ISSUES)} AS "issues", ${Prisma.raw(VERIFIES)} AS "verifies",
  COALESCE(t."metadata", '{}') AS "metadata", COALESCE(t."limits", '{}') AS "limits",
  (SELECT s."name" FROM "Space" s
    WHERE s."organizationId" = t."organizationId" AND s."id" = t."spaceId") AS "spaceName",
  ${EFFECTIVE_END} AS "endsAt",
  ${LIFETIME_FROM} AS "lifetimeFrom", ${CREATOR_LEFT} AS "creatorLeft", ${STATUS} AS "status",
  a."at" AS "lastUsedAt", a."address" AS "lastUsedAddress", a."agent" AS "lastUsedAgent",
  (SELECT max(x."expiresAt") FROM "TokenSecret" x
    WHERE x."organizationId" = t."organizationId" AND x."tokenId" = t."id"
      AND x."expiresAt" > now()) AS "oldSecretUntil"`;

export const FROM = Prisma.sql`FROM "ApiToken" t
  JOIN "Organization" o ON o."id" = t."organizationId" AND o."deletedAt" IS NULL
  LEFT JOIN "TokenActivity" a ON a."tokenId" = t."id"`;

/** A token as the target of a decision. */
export function targetOf({ organizationId, spaceId, permissions, grants }: TokenRow): Target {
  return { organizationId, spaceId, holds: { permissions, grants } };
}

/** Converts a row to its DTO. */
export function toTokenDto(row: TokenRow): TokenDto {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    hint: row.hint,
    space: row.spaceId === null ? null : { id: row.spaceId, name: row.spaceName ?? row.spaceId },
    permissions: row.permissions,
    grants: row.grants.map(({ api, scopes }) => ({ api, scopes })),
    issues: (row.issues ?? []).map(({ api, scopes }) => (scopes === null ? { api } : { api, scopes })),
    verifies: row.permissions.includes("verifier") && row.verifies ? row.verifies.map(({ api }) => api) : null,
    issuerId: row.issuedById,
    subject: row.subject,
    metadata: row.metadata,
    limits: row.limits,
    status: row.status,
    expiresAt: row.endsAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    createdBy: row.createdByName,
    creatorLeft: row.creatorLeft,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    revokedBy: row.revokedByName,
    lastUsed:
      row.lastUsedAt === null
        ? null
        : { at: row.lastUsedAt.toISOString(), address: row.lastUsedAddress, agent: row.lastUsedAgent },
    parentId: row.parentId,
    version: row.version,
    oldSecretUntil: row.oldSecretUntil?.toISOString() ?? null,
  };
}

/** The optional columns that creation and edits set as they are given. One that is not given keeps its value. */
export function columnsOf({ description, metadata }: Pick<EditTokenInput, "description" | "metadata">) {
  return { description, ...(metadata ? { metadata: toColumn(metadata) } : {}) };
}

/** What can be set of a token besides its rights, for the audit log. */
export function factsOf({ name, description, subject, endsAt }: TokenRow) {
  return { name, description, subject, expiresAt: endsAt?.toISOString() ?? null };
}
