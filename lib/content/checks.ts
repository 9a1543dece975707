import type { Actor } from "../access/authorization/actor";
import { authorizeIn } from "../access/authorization/require-space-access";
import { db } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";
import type { Page } from "../platform/paging/page";
import { integerKey, readPage } from "../platform/paging/keyset";
import type { Result } from "../platform/result/result";
import { containing } from "../platform/validation/fields";
import { z } from "../platform/validation/zod";
import type { CheckDefinitionDto, CheckSummaryDto, ContentDto, UsedCheckDto } from "./dto";
import { POLICIES, QUERYPACKS, type ContentKindFacts } from "./kind";
import { requireContent } from "./queries";
import { toContentDto } from "./row";
import type { ListChecksInput } from "./schema";

interface UseRow {
  position: number;
  isCheck: boolean;
  group: string | null;
  uid: string | null;
  title: string | null;
  impact: number | null;
  mql: string | null;
  description: string | null;
  remediation: unknown;
  variants: string[] | null;
  isDefined: boolean;
}

const POSITION = { sql: Prisma.sql`r."position"`, type: Prisma.sql`int`, value: integerKey };

/**
 * A policy or query pack with a page of its checks and queries, in the bundle's order. Those that its bundle does not
 * define are looked up in the other bundles that its space sees. Three statements. Fails with `not_found`,
 * `insufficient_scope`, `invalid_request` for a bad cursor.
 */
export async function listChecks(
  kind: ContentKindFacts,
  actor: Actor,
  input: ListChecksInput,
): Promise<Result<{ item: ContentDto; isListed: boolean; page: Page<UsedCheckDto> }>> {
  const found = await requireContent(kind, actor, input.id);
  if (!found.ok) return found;
  const { row } = found;
  const read = await readPage<UseRow, UsedCheckDto>(
    {
      keys: [POSITION],
      direction: "asc",
      columns: Prisma.sql`*`,
      from: matching(row, input),
      values: ({ position }) => [String(position)],
      item: toUsedCheck,
    },
    input,
  );
  return read.ok ? { ok: true, item: toContentDto(row), isListed: row.isListed, page: read.page } : read;
}

interface UsedBy {
  readonly organizationId: string;
  readonly spaceId: string | null;
  readonly bundleId: string;
  readonly uid: string;
}

function matching({ organizationId, spaceId, bundleId, uid }: UsedBy, input: ListChecksInput): Prisma.Sql {
  const conditions = [Prisma.sql`TRUE`];
  if (input.purpose) conditions.push(Prisma.sql`r."isCheck" = ${input.purpose === "check"}`);
  if (input.search !== "")
    conditions.push(
      Prisma.sql`(r."title" ILIKE ${containing(input.search)} OR r."uid" ILIKE ${containing(input.search)})`,
    );
  return Prisma.sql`FROM (
      SELECT u."position", u."isCheck", u."group", u."uid", COALESCE(u."title", d."title", e."title") AS "title",
        COALESCE(u."impact", d."impact", e."impact") AS "impact",
        COALESCE(d."mql", e."mql") AS "mql", COALESCE(d."description", e."description") AS "description",
        COALESCE(d."remediation", e."remediation") AS "remediation",
        COALESCE(d."variants", e."variants") AS "variants",
        (d."position" IS NOT NULL OR e."position" IS NOT NULL) AS "isDefined"
      FROM "BundleUse" u
      LEFT JOIN "BundleQuery" d ON d."bundleId" = u."bundleId" AND d."position" = u."definition"
      LEFT JOIN LATERAL (
        SELECT q.* FROM "BundleQuery" q
        JOIN "Bundle" b ON b."organizationId" = q."organizationId" AND b."id" = q."bundleId"
        WHERE u."definition" IS NULL AND q."organizationId" = u."organizationId" AND q."uid" = u."uid"
          AND (b."spaceId" IS NULL OR b."spaceId" = ${spaceId})
        ORDER BY b."spaceId" NULLS LAST, b."createdAt" DESC LIMIT 1
      ) e ON TRUE
      WHERE u."organizationId" = ${organizationId} AND u."bundleId" = ${bundleId}::uuid AND u."contentUid" = ${uid}
    ) r WHERE ${Prisma.join(conditions, " AND ")}`;
}

const remediationSchema = z.array(z.object({ id: z.string().nullable(), text: z.string() }));

function toUsedCheck({ isCheck, position, remediation, variants, ...row }: UseRow): UsedCheckDto {
  return {
    ...row,
    position,
    purpose: isCheck ? "check" : "query",
    remediation: remediationSchema.parse(remediation ?? []),
    variants: variants ?? [],
  };
}

/**
 * The titles and impacts of the checks with these uids, as the bundles that a space sees define them, by uid. Two
 * statements, whatever their number. Fails with `not_found`, `insufficient_scope`.
 */
export async function findCheckTitles(
  actor: Actor,
  spaceId: string,
  uids: readonly string[],
): Promise<Result<{ checks: ReadonlyMap<string, CheckSummaryDto> }>> {
  const decision = await authorizeRead(actor, spaceId);
  if (!decision.ok) return decision;
  const rows = await db().$queryRaw<({ uid: string } & CheckSummaryDto)[]>(
    definitionsOf(actor.organizationId, spaceId, uids, Prisma.sql`q."uid", q."title", q."impact"`),
  );
  return { ok: true, checks: new Map(rows.map(({ uid, title, impact }) => [uid, { title, impact }])) };
}

interface DefinitionRow {
  uid: string;
  mql: string | null;
  description: string | null;
  variants: string[];
}

interface UserRow {
  uid: string;
  kind: ContentDto["kind"];
  id: string;
  name: string;
}

/**
 * What the checks with these uids ask, and a policy or query pack that uses each, by uid. Three statements, whatever
 * their number. Fails with `not_found`, `insufficient_scope`.
 */
export async function findCheckDefinitions(
  actor: Actor,
  spaceId: string,
  uids: readonly string[],
): Promise<Result<{ checks: ReadonlyMap<string, CheckDefinitionDto> }>> {
  const decision = await authorizeRead(actor, spaceId);
  if (!decision.ok) return decision;
  const { organizationId } = actor;
  const [rows, users] = await Promise.all([
    db().$queryRaw<DefinitionRow[]>(
      definitionsOf(organizationId, spaceId, uids, Prisma.sql`q."uid", q."mql", q."description", q."variants"`),
    ),
    db().$queryRaw<UserRow[]>(usersOf(organizationId, spaceId, uids)),
  ]);
  const usedBy = new Map(users.map(({ uid, kind, id, name }) => [uid, { kind, id, name }]));
  const checks = rows.map(
    ({ uid, ...definition }) => [uid, { ...definition, usedBy: usedBy.get(uid) ?? null }] as const,
  );
  return { ok: true, checks: new Map(checks) };
}

async function authorizeRead(actor: Actor, spaceId: string): Promise<Result> {
  const policies = await authorizeIn(db(), actor, POLICIES.read, spaceId);
  return policies.ok ? authorizeIn(db(), actor, QUERYPACKS.read, spaceId) : policies;
}

/** One definition of each uid: the space's own before the organization's, and the newest. */
function definitionsOf(
  organizationId: string,
  spaceId: string,
  uids: readonly string[],
  columns: Prisma.Sql,
): Prisma.Sql {
  return Prisma.sql`SELECT DISTINCT ON (q."uid") ${columns}
    FROM "BundleQuery" q JOIN "Bundle" b ON b."organizationId" = q."organizationId" AND b."id" = q."bundleId"
    WHERE q."organizationId" = ${organizationId} AND q."uid" = ANY(${[...uids]}::text[])
      AND (b."spaceId" IS NULL OR b."spaceId" = ${spaceId})
    ORDER BY q."uid", b."spaceId" NULLS LAST, b."createdAt" DESC`;
}

/** One policy or query pack for each uid that is used: policies before query packs, the space's own first. */
function usersOf(organizationId: string, spaceId: string, uids: readonly string[]): Prisma.Sql {
  const of = ({ table, kind }: ContentKindFacts) => Prisma.sql`
    SELECT u."uid", ${kind}::text AS "kind", c."id", c."name", c."spaceId"
    FROM "BundleUse" u JOIN ${table} c ON c."organizationId" = u."organizationId" AND c."bundleId" = u."bundleId"
      AND c."uid" = u."contentUid"
    WHERE u."organizationId" = ${organizationId} AND u."uid" = ANY(${[...uids]}::text[])
      AND (c."spaceId" IS NULL OR c."spaceId" = ${spaceId})`;
  return Prisma.sql`SELECT DISTINCT ON (r."uid") r."uid", r."kind", r."id", r."name"
    FROM (${of(POLICIES)} UNION ALL ${of(QUERYPACKS)}) r
    ORDER BY r."uid", r."kind", r."spaceId" NULLS LAST, r."name", r."id"`;
}
