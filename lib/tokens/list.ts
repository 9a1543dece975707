import { z } from "zod";
import { decodeCursor, encodeCursor } from "../cursor";
import { Prisma } from "../db/generated/client";
import { spaceOf, type Scope } from "../authorization/actor";
import type { Result } from "../result";
import { containing } from "../text";
import { COLUMNS, EFFECTIVE_END, FROM, STATUS, type TokenRow } from "./row";
import type { TokenSort } from "./limits";
import type { ListTokensInput } from "./schema";

const KEYS: Record<TokenSort, { sql: Prisma.Sql; type: Prisma.Sql }> = {
  name: { sql: Prisma.sql`lower(t."name")`, type: Prisma.sql`text` },
  created: { sql: Prisma.sql`t."createdAt"`, type: Prisma.sql`timestamptz` },
  lastUsed: { sql: Prisma.sql`COALESCE(a."at", '-infinity')`, type: Prisma.sql`timestamptz` },
  expires: { sql: Prisma.sql`COALESCE(${EFFECTIVE_END}, 'infinity')`, type: Prisma.sql`timestamptz` },
};

/** What a search looks through; the index "ApiToken_search" stands on this very expression. */
const SEARCHED = Prisma.raw(`(t."name" || E'\\n' || t."description" || E'\\n' || t."hint")`);

const position = z.tuple([z.string(), z.enum(["asc", "desc"]), z.string(), z.uuid()]);
type Position = z.infer<typeof position>;

/** A row with the text of its sort key, from which its cursor is made. */
export interface ListedRow extends TokenRow {
  sortKey: string;
}

/** The tokens of a filter's scope, as far as `reach` goes. */
export function withinScope(reach: Scope, scope: ListTokensInput["scope"]): Prisma.Sql {
  const own = spaceOf(reach);
  const reached = own === null ? Prisma.sql`TRUE` : Prisma.sql`t."spaceId" = ${own}`;
  if (scope === undefined) return reached;
  return scope === "organization" ? Prisma.sql`${reached} AND t."spaceId" IS NULL` : Prisma.sql`${reached} AND t."spaceId" = ${scope}`;
}

/** What the tokens that `organizationId` and `reach` allow to see must match. */
export function matching(organizationId: string, reach: Scope, input: ListTokensInput): Prisma.Sql {
  const conditions = [Prisma.sql`t."organizationId" = ${organizationId}`, withinScope(reach, input.scope)];
  if (input.permission.length > 0) conditions.push(Prisma.sql`t."permissions" && ${input.permission}::"Permission"[]`);
  conditions.push(input.status.length > 0 ? Prisma.sql`${STATUS} = ANY(${input.status})` : Prisma.sql`t."revokedAt" IS NULL`);
  if (input.search !== "") {
    conditions.push(Prisma.sql`${SEARCHED} ILIKE ${containing(input.search)}`);
  }
  return Prisma.join(conditions, " AND ");
}

/** One page, and one row more to tell whether there is another. Walks backwards for `before`. */
export function pageQuery(where: Prisma.Sql, input: ListTokensInput): Result<{ sql: Prisma.Sql; backwards: boolean }> {
  const backwards = input.before !== undefined;
  const key = KEYS[input.sort];
  const upwards = (input.direction === "asc") !== backwards;
  const edge = input.before ?? input.after;
  let from = Prisma.empty;
  if (edge !== undefined && edge !== "") {
    const decoded = decodeCursor<Position>(edge, position);
    if (!decoded.ok) return decoded;
    const [, , value, id] = decoded.position;
    from = Prisma.sql`AND (${key.sql}, t."id") ${upwards ? Prisma.sql`>` : Prisma.sql`<`} (${value}::${key.type}, ${id}::uuid)`;
  }
  const order = upwards ? Prisma.sql`ASC` : Prisma.sql`DESC`;
  const sql = Prisma.sql`SELECT ${COLUMNS}, (${key.sql})::text AS "sortKey" ${FROM} WHERE ${where} ${from}
    ORDER BY ${key.sql} ${order}, t."id" ${order} LIMIT ${input.limit + 1}`;
  return { ok: true, sql, backwards };
}

/** The cursor of a row in a list of that order. */
export function cursorOf(row: ListedRow, input: ListTokensInput): string {
  return encodeCursor([input.sort, input.direction, row.sortKey, row.id]);
}
