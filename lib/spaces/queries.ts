import { spaceAccessOf, spaceOf, type Actor } from "../access/authorization/actor";
import { decide, type Decision } from "../access/authorization/decide";
import { db, type Tx } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";
import type { Page } from "../platform/paging/page";
import { readPage, textKey, type Key } from "../platform/paging/keyset";
import { fail, type Result } from "../platform/result/result";
import { containing, slug } from "../platform/validation/fields";
import type { SpaceContents, SpaceDto, VisibleContents } from "./dto";
import { authorizeIn } from "../access/authorization/require-space-access";
import { COLUMNS, toSpaceDto, type SpaceRow } from "./row";
import type { ListSpacesInput } from "./schema";

const KEYS: readonly Key[] = [
  { sql: Prisma.sql`s."name"`, type: Prisma.sql`text`, value: textKey },
  { sql: Prisma.sql`s."id"`, type: Prisma.sql`text`, value: slug },
];

function mayRead(actor: Actor, spaceId: string | null): Decision {
  return decide(actor, "space.read", { organizationId: actor.organizationId, spaceId });
}

/** A page of the spaces that the actor may see. One statement regardless of their number. */
export async function listSpaces(actor: Actor, input: ListSpacesInput): Promise<Result<{ page: Page<SpaceDto> }>> {
  const own = spaceOf(spaceAccessOf(actor));
  const decision = mayRead(actor, own);
  if (!decision.ok) return decision;
  const values = (row: SpaceRow) => [row.name, row.id];
  const item = (row: SpaceRow) => toSpaceDto(row, decision.detail);
  return readPage(
    {
      keys: KEYS,
      direction: "asc",
      columns: COLUMNS,
      from: matching(actor.organizationId, own, input.search),
      values,
      item,
    },
    input,
  );
}

function matching(organizationId: string, own: string | null, search: string): Prisma.Sql {
  const conditions = [Prisma.sql`s."organizationId" = ${organizationId}`];
  if (own !== null) conditions.push(Prisma.sql`s."id" = ${own}`);
  if (search !== "")
    conditions.push(Prisma.sql`(s."name" ILIKE ${containing(search)} OR s."id" ILIKE ${containing(search)})`);
  return Prisma.sql`FROM "Space" s WHERE ${Prisma.join(conditions, " AND ")}`;
}

/** One space. Fails with `not_found` or `insufficient_scope`. */
export async function getSpace(actor: Actor, spaceId: string): Promise<Result<{ space: SpaceDto }>> {
  const row = await findSpaceRow(db(), actor.organizationId, spaceId);
  if (!row) return fail("not_found"); // checked first, so that a foreign space is always not found
  const decision = mayRead(actor, spaceId);
  return decision.ok ? { ok: true, space: toSpaceDto(row, decision.detail) } : decision;
}

/** The row of a space of the organization, or null. For use inside lib, after `decide`. */
export async function findSpaceRow(client: Tx, organizationId: string, spaceId: string): Promise<SpaceRow | null> {
  if (!slug.safeParse(spaceId).success) return null;
  const [row] = await client.$queryRaw<SpaceRow[]>(
    Prisma.sql`SELECT ${COLUMNS} FROM "Space" s WHERE s."organizationId" = ${organizationId} AND s."id" = ${spaceId}`,
  );
  return row ?? null;
}

/**
 * Counts the resources in a space, for its overview and the deletion dialog. Not for agents. The number of tokens is
 * null without token.read.
 */
export async function getSpaceContents(actor: Actor, spaceId: string): Promise<Result<{ contents: VisibleContents }>> {
  const decision = await authorizeIn(db(), actor, "asset.read", spaceId);
  if (!decision.ok) return decision;
  const contents = await countContents(db(), actor.organizationId, spaceId);
  const maySeeTokens = decide(actor, "token.read", { organizationId: actor.organizationId, spaceId }).ok;
  return { ok: true, contents: maySeeTokens ? contents : { ...contents, tokens: null } };
}

/** Counts the resources in a space. For use inside this folder, after `decide`. */
export async function countContents(client: Tx, organizationId: string, spaceId: string): Promise<SpaceContents> {
  const within = Prisma.sql`WHERE "organizationId" = ${organizationId} AND "spaceId" = ${spaceId}`;
  const [row] = await client.$queryRaw<Record<keyof SpaceContents, bigint>[]>(Prisma.sql`SELECT
    (SELECT count(*) FROM "ApiToken" ${within} AND "revokedAt" IS NULL) AS "tokens",
    (SELECT count(*) FROM "Policy" ${within}) AS "policies",
    (SELECT count(*) FROM "QueryPack" ${within}) AS "querypacks",
    (SELECT count(*) FROM "Asset" ${within}) AS "assets",
    (SELECT count(*) FROM "Report" ${within}) AS "reports"`);
  const count = (of: keyof SpaceContents) => Number(row?.[of] ?? 0);
  return {
    tokens: count("tokens"),
    policies: count("policies"),
    querypacks: count("querypacks"),
    assets: count("assets"),
    reports: count("reports"),
  };
}
