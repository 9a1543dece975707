import { isIssuer, issuableBy, type Actor } from "../access/authorization/actor";
import { decide, type Decision } from "../access/authorization/decide";
import { db, type Tx } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";
import { readPage, textKey, type Key } from "../platform/paging/keyset";
import type { Page } from "../platform/paging/page";
import { fail, type Result } from "../platform/result/result";
import { containing, escapeWildcards, id as idSchema } from "../platform/validation/fields";
import type { ApiDto, ApiSummary, GrantableApi } from "./dto";
import type { Algorithm } from "./limits";
import { COLUMNS, toApiDto, toSummary, type ApiRow } from "./row";
import type { ListApisInput } from "./schema";

const KEYS: readonly Key[] = [
  { sql: Prisma.sql`a."name"`, type: Prisma.sql`text`, value: textKey },
  { sql: Prisma.sql`a."id"`, type: Prisma.sql`uuid`, value: idSchema },
];

/** Whether the actor may read an API or, without one, all of them. An Issuer reads only those that it names. */
function mayRead(actor: Actor, api?: string): Decision {
  const target = { organizationId: actor.organizationId, spaceId: null };
  const holds = { permissions: [], grants: api === undefined ? [] : [{ api, scopes: [] }] };
  return decide(actor, "api.read", { ...target, holds });
}

/** A page of the organization's APIs, by name. One statement regardless of their number. */
export async function listApis(actor: Actor, input: ListApisInput): Promise<Result<{ page: Page<ApiSummary> }>> {
  const decision = mayRead(actor);
  if (!decision.ok && !isIssuer(actor)) return decision; // `matching` limits an Issuer's list
  return readPage(
    {
      keys: KEYS,
      direction: "asc",
      columns: COLUMNS,
      from: matching(actor, input.search),
      values: (row: ApiRow) => [row.name, row.id],
      item: toSummary,
    },
    input,
  );
}

/** The most APIs that the form for tokens offers at once. */
const MAX_OFFERED = 50;

/** APIs that the form for tokens offers. */
export interface OfferedApis {
  readonly apis: readonly GrantableApi[];
  /** How many there are, with those that are not among the first 50. */
  readonly total: number;
}

/**
 * The first 50 APIs by name that have scopes and whose name or identifier contains `search`, with these scopes. Three
 * statements. Fails with `insufficient_scope`.
 */
export async function listGrantableApis(actor: Actor, search = ""): Promise<Result<OfferedApis>> {
  const decision = mayRead(actor);
  if (!decision.ok) return decision;
  const live = { removedAt: null };
  const contains = { contains: escapeWildcards(search), mode: "insensitive" } as const;
  const where = {
    organizationId: actor.organizationId,
    deletedAt: null,
    scopes: { some: live },
    ...(search === "" ? {} : { OR: [{ name: contains }, { identifier: contains }] }),
  };
  const [apis, total] = await Promise.all([
    db().api.findMany({
      where,
      orderBy: [{ name: "asc" }, { id: "asc" }],
      take: MAX_OFFERED,
      select: {
        identifier: true,
        name: true,
        maxLifetimeDays: true,
        scopes: { where: live, orderBy: { name: "asc" }, select: { name: true, description: true } },
      },
    }),
    db().api.count({ where }),
  ]);
  return { ok: true, apis, total };
}

function matching(actor: Actor, search: string): Prisma.Sql {
  const { organizationId } = actor;
  const named = isIssuer(actor) ? issuableBy(actor).map(({ apiId }) => apiId) : null;
  const found = Prisma.sql`(a."name" ILIKE ${containing(search)} OR a."identifier" ILIKE ${containing(search)})`;
  const where = Prisma.sql`a."organizationId" = ${organizationId} AND a."deletedAt" IS NULL
    AND (${named === null} OR a."id" = ANY(${named ?? []}::uuid[]))`;
  return Prisma.sql`FROM "Api" a WHERE ${search === "" ? where : Prisma.sql`${where} AND ${found}`}`;
}

/** One API with its scopes. Fails with `not_found` or `insufficient_scope`. */
export async function getApi(actor: Actor, apiId: string): Promise<Result<{ api: ApiDto }>> {
  const row = await findApiRow(db(), actor.organizationId, apiId);
  if (!row) return fail("not_found"); // checked first, so that a foreign API is always not found
  const decision = mayRead(actor, row.identifier);
  return decision.ok ? { ok: true, api: toApiDto(row, await findScopes(db(), row)) } : decision;
}

/** The row of an API of the organization that is not deleted, or null. For use inside lib, after `decide`. */
export async function findApiRow(client: Tx, organizationId: string, apiId: string): Promise<ApiRow | null> {
  if (!idSchema.safeParse(apiId).success) return null;
  const [row] = await client.$queryRaw<ApiRow[]>(
    Prisma.sql`SELECT ${COLUMNS} FROM "Api" a
      WHERE a."organizationId" = ${organizationId} AND a."id" = ${apiId}::uuid AND a."deletedAt" IS NULL`,
  );
  return row ?? null;
}

/** How tokens are exchanged for an API's JWTs. */
interface ExchangeRules {
  /** What signs them. */
  readonly algorithm: Algorithm;
  /** Whether tokens with limits are exchanged too. */
  readonly exchangesLimited: boolean;
}

/**
 * How tokens are exchanged for an API's JWTs; null if the API was deleted. Without `decide`: for checks of a token that
 * has its scopes.
 */
export function exchangeRulesOf(organizationId: string, apiId: string): Promise<ExchangeRules | null> {
  return db().api.findFirst({
    where: { organizationId, id: apiId, deletedAt: null },
    select: { algorithm: true, exchangesLimited: true },
  });
}

/** A scope that was not removed. */
export interface ScopeRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
}

/** The live scopes of an API, by name. For use inside this folder, after `decide`. */
export function findScopes(client: Tx, api: Pick<ApiRow, "organizationId" | "id">): Promise<ScopeRow[]> {
  return client.apiScope.findMany({
    where: { organizationId: api.organizationId, apiId: api.id, removedAt: null },
    orderBy: { name: "asc" },
    select: { id: true, name: true, description: true },
  });
}
