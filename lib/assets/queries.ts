import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { db, type Tx } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";
import type { Page } from "../platform/paging/page";
import { integerKey, readPage, textKey, timeKey, type Key } from "../platform/paging/keyset";
import { fail, type Result } from "../platform/result/result";
import { authorizeIn } from "../access/authorization/require-space-access";
import { containing, id as idSchema } from "../platform/validation/fields";
import type { AssetDto } from "./dto";
import { COLUMNS, toAssetDto, type AssetRow } from "./row";
import type { ListAssetsInput } from "./schema";

const ID: Key = { sql: Prisma.sql`a."id"`, type: Prisma.sql`uuid`, value: idSchema };

interface Order {
  readonly key: Key;
  readonly value: (row: AssetRow) => string;
}

const ORDERS: Record<ListAssetsInput["sort"], Order> = {
  name: {
    key: { sql: Prisma.sql`a."name"`, type: Prisma.sql`text`, value: textKey },
    value: (row) => row.name,
  },
  score: {
    key: { sql: Prisma.sql`COALESCE(a."score", -1)`, type: Prisma.sql`int`, value: integerKey },
    value: (row) => String(row.score ?? -1),
  },
  lastSeen: {
    key: { sql: Prisma.sql`a."lastSeenAt"`, type: Prisma.sql`timestamptz`, value: timeKey },
    value: (row) => row.sortTime,
  },
};

/**
 * A page of a space's assets. Two statements regardless of their number. Fails with `not_found`,
 * `insufficient_scope`.
 */
export async function listAssets(actor: Actor, input: ListAssetsInput): Promise<Result<{ page: Page<AssetDto> }>> {
  const decision = await authorizeIn(db(), actor, "asset.read", input.spaceId);
  if (!decision.ok) return decision;
  const { key, value } = ORDERS[input.sort];
  const values = (row: AssetRow) => [value(row), row.id];
  return readPage(
    {
      keys: [key, ID],
      direction: input.direction,
      columns: COLUMNS,
      from: matching(actor.organizationId, input),
      values,
      item: toAssetDto,
    },
    input,
  );
}

function matching(organizationId: string, { spaceId, search, platform }: ListAssetsInput): Prisma.Sql {
  const conditions = [Prisma.sql`a."organizationId" = ${organizationId}`, Prisma.sql`a."spaceId" = ${spaceId}`];
  if (platform.length > 0) conditions.push(Prisma.sql`a."platform" = ANY(${platform}::text[])`);
  if (search !== "")
    conditions.push(Prisma.sql`(a."name" ILIKE ${containing(search)} OR a."mrn" ILIKE ${containing(search)})`);
  return Prisma.sql`FROM "Asset" a WHERE ${Prisma.join(conditions, " AND ")}`;
}

/** One asset. Fails with `not_found`, `insufficient_scope`. */
export async function getAsset(actor: Actor, id: string): Promise<Result<{ asset: AssetDto }>> {
  const row = await findAssetRow(db(), actor, id);
  if (!row) return fail("not_found");
  const decision = decide(actor, "asset.read", { organizationId: row.organizationId, spaceId: row.spaceId });
  return decision.ok ? { ok: true, asset: toAssetDto(row) } : decision;
}

/** The row in the actor's organization, or null. For use inside this folder, before `decide`. */
export async function findAssetRow(client: Tx, actor: Actor, id: string): Promise<AssetRow | null> {
  if (!idSchema.safeParse(id).success) return null;
  const [row] = await client.$queryRaw<AssetRow[]>(
    Prisma.sql`SELECT ${COLUMNS} FROM "Asset" a
      WHERE a."organizationId" = ${actor.organizationId} AND a."id" = ${id}::uuid`,
  );
  return row ?? null;
}
