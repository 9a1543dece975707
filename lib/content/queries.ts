import { spaceAccessOf, spaceOf, type Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { db, type Tx } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";
import type { Page } from "../platform/paging/page";
import { readPage, textKey, timeKey, type Key } from "../platform/paging/keyset";
import { fail, type Result } from "../platform/result/result";
import { authorizeIn } from "../access/authorization/require-space-access";
import { containing, id as idSchema } from "../platform/validation/fields";
import type { BundleFile, ContentDto } from "./dto";
import type { ContentKindFacts } from "./kind";
import { rowsOf, toContentDto, type ContentRow } from "./row";
import type { ListContentInput } from "./schema";

const ID: Key = { sql: Prisma.sql`r."id"`, type: Prisma.sql`uuid`, value: idSchema };
const KEYS: Record<ListContentInput["sort"], readonly [Key, Key]> = {
  name: [{ sql: Prisma.sql`r."name"`, type: Prisma.sql`text`, value: textKey }, ID],
  updated: [{ sql: Prisma.sql`r."updatedAt"`, type: Prisma.sql`timestamptz`, value: timeKey }, ID],
};

/**
 * A page of content of these kinds. The number of statements is constant. Fails with `not_found`, `insufficient_scope`.
 */
export async function listContent(
  kinds: readonly ContentKindFacts[],
  actor: Actor,
  input: ListContentInput,
): Promise<Result<{ page: Page<ContentDto> }>> {
  for (const { read } of kinds) {
    const decision = await authorizeIn(db(), actor, read, input.spaceId);
    if (!decision.ok) return decision;
  }
  const values = (row: ContentRow) => [input.sort === "name" ? row.name : row.sortTime, row.id];
  const from = matching(kinds, actor.organizationId, input);
  return readPage(
    { keys: KEYS[input.sort], direction: input.direction, columns: Prisma.sql`*`, from, values, item: toContentDto },
    input,
  );
}

function matching(kinds: readonly ContentKindFacts[], organizationId: string, input: ListContentInput): Prisma.Sql {
  const seen =
    input.spaceId === null
      ? Prisma.sql`c."spaceId" IS NULL`
      : Prisma.sql`(c."spaceId" IS NULL OR c."spaceId" = ${input.spaceId})`;
  const tables = kinds.map(
    (kind) => Prisma.sql`${rowsOf(kind, input.spaceId)} WHERE c."organizationId" = ${organizationId} AND ${seen}`,
  );
  const conditions = [Prisma.sql`TRUE`];
  if (input.assigned.length > 0) conditions.push(Prisma.sql`r."assignment" = ANY(${input.assigned}::text[])`);
  if (input.search !== "")
    conditions.push(
      Prisma.sql`(r."name" ILIKE ${containing(input.search)} OR r."uid" ILIKE ${containing(input.search)})`,
    );
  return Prisma.sql`FROM (${Prisma.join(tables, " UNION ALL ")}) r WHERE ${Prisma.join(conditions, " AND ")}`;
}

/** One policy or query pack by its id; its assignment is that of its own space, or of the actor's space. */
export async function getContent(
  kind: ContentKindFacts,
  actor: Actor,
  id: string,
): Promise<Result<{ item: ContentDto }>> {
  const found = await requireContent(kind, actor, id);
  return found.ok ? { ok: true, item: toContentDto(found.row) } : found;
}

/** The row that the actor may read. Fails with `not_found`, `insufficient_scope`. For use inside this folder. */
export async function requireContent(
  kind: ContentKindFacts,
  actor: Actor,
  id: string,
): Promise<Result<{ row: ContentRow }>> {
  return requireReadable(kind, actor, await findContentRow(db(), kind, actor, id));
}

/** A uid and its space; null for the organization. */
export interface UidInSpace {
  readonly spaceId: string | null;
  readonly uid: string;
}

/** Finds content by uids, in the given order; null for those that the actor may not see. One statement. */
export async function findByUids(
  kind: ContentKindFacts,
  actor: Actor,
  wanted: readonly UidInSpace[],
  inSpace: string | null,
): Promise<(ContentDto | null)[]> {
  const readable = wanted.filter(
    ({ spaceId }) => decide(actor, kind.read, { organizationId: actor.organizationId, spaceId }).ok,
  );
  if (readable.length === 0) return wanted.map(() => null);
  const rows = await db().$queryRaw<
    ContentRow[]
  >(Prisma.sql`SELECT r.* FROM (${rowsOf(kind, inSpace)} WHERE c."organizationId" = ${actor.organizationId}) r
    JOIN unnest(${readable.map((one) => one.spaceId ?? "")}::text[],
      ${readable.map((one) => one.uid)}::text[]) AS w("spaceId", "uid")
      ON COALESCE(r."spaceId", '') = w."spaceId" AND r."uid" = w."uid"`);
  const found = new Map(rows.map((row) => [keyOf(row), toContentDto(row)]));
  return wanted.map((one) => found.get(keyOf(one)) ?? null);
}

const keyOf = ({ spaceId, uid }: UidInSpace): string => `${spaceId ?? ""}/${uid}`;

/** Its uploaded file. An overwrite keeps the content's id: one statement reads the old file or the new one. */
export async function downloadBundle(
  kind: ContentKindFacts,
  actor: Actor,
  id: string,
): Promise<Result<{ file: BundleFile }>> {
  const found = await requireContent(kind, actor, id);
  if (!found.ok) return found;
  const { organizationId } = actor;
  const [bundle] = await db().$queryRaw<{ bytes: Uint8Array<ArrayBuffer>; digest: Uint8Array }[]>(Prisma.sql`
    SELECT b."bytes", b."digest" FROM "Bundle" b WHERE b."organizationId" = ${organizationId} AND b."id" = (
      SELECT c."bundleId" FROM ${kind.table} c
      WHERE c."organizationId" = ${organizationId} AND c."id" = ${found.row.id}::uuid)`);
  if (!bundle) return fail("not_found");
  const digest = Buffer.from(bundle.digest).toString("hex");
  return { ok: true, file: { bytes: bundle.bytes, digest, fileName: `${found.row.uid}.yaml` } };
}

async function requireReadable(
  kind: ContentKindFacts,
  actor: Actor,
  row: ContentRow | null,
): Promise<Result<{ row: ContentRow }>> {
  if (!row) return fail("not_found");
  const decision = decide(actor, kind.read, { organizationId: row.organizationId, spaceId: row.spaceId });
  return decision.ok ? { ok: true, row } : decision;
}

/** The row in the actor's organization, or null. For use inside this folder, before `decide`. */
export async function findContentRow(
  client: Tx,
  kind: ContentKindFacts,
  actor: Actor,
  id: string,
): Promise<ContentRow | null> {
  if (!idSchema.safeParse(id).success) return null;
  const [row] = await client.$queryRaw<ContentRow[]>(
    Prisma.sql`${rowsOf(kind, spaceOf(spaceAccessOf(actor)))}
      WHERE c."organizationId" = ${actor.organizationId} AND c."id" = ${id}::uuid`,
  );
  return row ?? null;
}

/** The rows of one bundle. For use inside this folder. */
export function findBundleRows(
  client: Tx,
  kind: ContentKindFacts,
  organizationId: string,
  bundleId: string,
): Promise<ContentRow[]> {
  return client.$queryRaw<ContentRow[]>(
    Prisma.sql`${rowsOf(kind, null)} WHERE c."organizationId" = ${organizationId} AND c."bundleId" = ${bundleId}::uuid`,
  );
}
