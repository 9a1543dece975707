import { z } from "../platform/validation/zod";
import { Prisma } from "../platform/db/generated/client";
import {
  isIssuer,
  issuableBy,
  spaceAccessOf,
  spaceOf,
  type Actor,
  type SpaceAccess,
} from "../access/authorization/actor";
import { textKey, timeKey, type Key, type List } from "../platform/paging/keyset";
import { containing, id as idSchema } from "../platform/validation/fields";
import type { TokenDto } from "./dto";
import { COLUMNS, CREATOR_LEFT, EFFECTIVE_END, FROM, STATUS, toTokenDto, type TokenRow } from "./row";
import type { TokenSort } from "./limits";
import type { ListTokensInput } from "./schema";

const time = (sql: Prisma.Sql): Key => ({
  sql,
  type: Prisma.sql`timestamptz`,
  value: z.union([timeKey, z.enum(["infinity", "-infinity"])]),
});
const ID: Key = { sql: Prisma.sql`t."id"`, type: Prisma.sql`uuid`, value: idSchema };
const KEYS: Record<TokenSort, Key> = {
  name: { sql: Prisma.sql`t."name"`, type: Prisma.sql`text`, value: textKey },
  created: time(Prisma.sql`t."createdAt"`),
  lastUsed: time(Prisma.sql`COALESCE(a."at", '-infinity')`),
  expires: time(Prisma.sql`COALESCE(${EFFECTIVE_END}, 'infinity')`),
};

/** The searched text. The index "ApiToken_search" is on exactly this expression. */
const SEARCHED = Prisma.raw(`(t."name" || E'\\n' || t."description" || E'\\n' || t."hint")`);

/** A row with the text of its sort key, for its cursor. */
interface ListedRow extends TokenRow {
  sortKey: string;
}

/** The space that a list with this filter is about. Null is the organization. */
export function spaceOfFilter(access: SpaceAccess, filter: ListTokensInput["spaceAccess"]): string | null {
  if (filter === undefined) return spaceOf(access);
  return filter === "organization" ? null : filter;
}

/** The tokens that match the filter's space access, within the actor's own access. */
export function withinSpaceAccess(access: SpaceAccess, spaceAccess: ListTokensInput["spaceAccess"]): Prisma.Sql {
  const own = spaceOf(access);
  const reached = own === null ? Prisma.sql`TRUE` : Prisma.sql`t."spaceId" = ${own}`;
  if (spaceAccess === undefined) return reached;
  return spaceAccess === "organization"
    ? Prisma.sql`${reached} AND t."spaceId" IS NULL`
    : Prisma.sql`${reached} AND t."spaceId" = ${spaceAccess}`;
}

/** The tokens that an Issuer may see: as `issuesAll` says. All for everyone else. */
export function withinIssues(actor: Actor): Prisma.Sql {
  if (!isIssuer(actor)) return Prisma.sql`TRUE`;
  const issues = issuableBy(actor);
  const whole = issues.filter(({ scopes }) => scopes === null).map(({ apiId }) => apiId);
  const named = issues.flatMap(({ apiId, scopes }) => (scopes ?? []).map((scope) => `${apiId} ${scope}`));
  const live = Prisma.sql`FROM "TokenGrant" g
    JOIN "ApiScope" c ON c."organizationId" = g."organizationId" AND c."id" = g."scopeId" AND c."removedAt" IS NULL
    WHERE g."organizationId" = t."organizationId" AND g."tokenId" = t."id"`;
  const apiIds = issues.map(({ apiId }) => apiId);
  return Prisma.sql`t."permissions" = '{}' AND EXISTS (SELECT ${live} AND g."apiId" = ANY(${apiIds}::uuid[]))
    AND NOT EXISTS (SELECT ${live} AND g."apiId" <> ALL(${whole}::uuid[])
      AND g."apiId"::text || ' ' || c."name" <> ALL(${named}::text[]))`;
}

/** The conditions for tokens that the actor may see. */
export function matching(actor: Actor, input: ListTokensInput): Prisma.Sql {
  const { organizationId } = actor;
  const conditions = [
    Prisma.sql`t."organizationId" = ${organizationId}`,
    withinSpaceAccess(spaceAccessOf(actor), input.spaceAccess),
    withinIssues(actor),
  ];
  if (input.permission.length > 0) conditions.push(Prisma.sql`t."permissions" && ${input.permission}::"Permission"[]`);
  conditions.push(
    input.status.length > 0 ? Prisma.sql`${STATUS} = ANY(${input.status})` : Prisma.sql`t."revokedAt" IS NULL`,
  );
  if (input.api !== undefined) conditions.push(withScopeOf(organizationId, input.api, input.scope));
  if (input.subject !== undefined) conditions.push(Prisma.sql`t."subject" = ${input.subject}`);
  if (input.creator === "left") conditions.push(CREATOR_LEFT);
  else if (input.creator !== undefined) conditions.push(Prisma.sql`t."createdById" = ${input.creator}::uuid`);
  if (input.unusedDays !== undefined) conditions.push(unusedFor(input.unusedDays));
  if (input.search !== "") {
    conditions.push(Prisma.sql`${SEARCHED} ILIKE ${containing(input.search)}`);
  }
  return Prisma.join(conditions, " AND ");
}

/** Whether a token has a live scope of the API with this identifier, or this one of its scopes. */
function withScopeOf(organizationId: string, identifier: string, scope: string | undefined): Prisma.Sql {
  return Prisma.sql`t."id" IN (
    SELECT g."tokenId" FROM "Api" p
    JOIN "ApiScope" c ON c."organizationId" = p."organizationId" AND c."apiId" = p."id" AND c."removedAt" IS NULL
    JOIN "TokenGrant" g ON g."organizationId" = p."organizationId" AND g."apiId" = p."id" AND g."scopeId" = c."id"
    WHERE p."organizationId" = ${organizationId} AND p."identifier" = ${identifier} AND p."deletedAt" IS NULL
      AND (${scope ?? null}::text IS NULL OR c."name" = ${scope ?? null}))`;
}

/**
 * Whether the last use of a token, or its creation if there was none, is more than these days ago. No token is used
 * before its creation, so an index leaves out younger ones. Of NOT EXISTS, unlike `a."at" IS NULL OR …`, PostgreSQL
 * knows how many tokens it finds, and so whether to read them in order.
 */
function unusedFor(days: number): Prisma.Sql {
  const since = Prisma.sql`now() - make_interval(hours => 24 * ${days}::int)`;
  return Prisma.sql`t."createdAt" < ${since} AND NOT EXISTS (
    SELECT 1 FROM "TokenActivity" u WHERE u."tokenId" = t."id" AND u."at" >= ${since})`;
}

/** The list of matching tokens, in the order of the input. */
export function listOf(where: Prisma.Sql, { sort, direction }: ListTokensInput): List<ListedRow, TokenDto> {
  const key = KEYS[sort];
  return {
    keys: [key, ID],
    direction,
    columns: Prisma.sql`${COLUMNS}, (${key.sql})::text AS "sortKey"`,
    from: Prisma.sql`${FROM} WHERE ${where}`,
    values: (row) => [row.sortKey, row.id],
    item: toTokenDto,
  };
}
