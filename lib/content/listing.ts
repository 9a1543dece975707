import { db, type Tx } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";
import { log } from "../platform/log";
import type { PeriodicJob } from "../platform/jobs/job";
import { inTransaction } from "../platform/db/transaction";
import { POLICIES, QUERYPACKS } from "./kind";
import type { BundleAccepted, QueryDefinition } from "./parse";
import { readBundle } from "./reader";
import { ofKind, type SelectionEntry } from "./selection";

interface BundleKey {
  readonly organizationId: string;
  readonly bundleId: string;
}

interface Listing {
  readonly entries: readonly Pick<SelectionEntry, "uid" | "uses">[];
  readonly definitions: readonly QueryDefinition[];
}

/**
 * Stores what a bundle defines and what its policies or query packs use, for their pages, and records that. Three
 * statements. The caller has created the bundle in this transaction, or locked it.
 */
export async function putListing(tx: Tx, key: BundleKey, { entries, definitions }: Listing): Promise<void> {
  await putDefinitions(tx, key, definitions);
  await putUses(tx, key, entries);
  await markListed(tx, key);
}

async function putDefinitions(tx: Tx, key: BundleKey, definitions: readonly QueryDefinition[]): Promise<void> {
  const column = <T>(pick: (one: QueryDefinition) => T): T[] => definitions.map(pick);
  // PostgreSQL has no arrays of arrays of different lengths, so the variants are JSON on their way.
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO "BundleQuery" ("organizationId", "bundleId", "position", "uid", "title", "impact", "mql", "description",
      "remediation", "variants")
    SELECT ${key.organizationId}, ${key.bundleId}::uuid, u."position" - 1, u."uid", u."title", u."impact", u."mql",
      u."description", u."remediation"::jsonb,
      ARRAY(SELECT jsonb_array_elements_text(u."variants"::jsonb))
    FROM unnest(${column((d) => d.uid)}::text[], ${column((d) => d.title)}::text[], ${column((d) => d.impact)}::int[],
      ${column((d) => d.mql)}::text[], ${column((d) => d.description)}::text[],
      ${column((d) => JSON.stringify(d.remediation))}::text[],
      ${column((d) => JSON.stringify(d.variants))}::text[])
      WITH ORDINALITY AS u("uid", "title", "impact", "mql", "description", "remediation", "variants", "position")`);
}

async function putUses(tx: Tx, key: BundleKey, entries: Listing["entries"]): Promise<void> {
  const uses = entries.flatMap(({ uid, uses: own }) =>
    own.map((use, position) => ({ contentUid: uid, position, ...use })),
  );
  const column = <T>(pick: (one: (typeof uses)[number]) => T): T[] => uses.map(pick);
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO "BundleUse" ("organizationId", "bundleId", "contentUid", "position", "isCheck", "group", "uid",
      "definition", "title", "impact")
    SELECT ${key.organizationId}, ${key.bundleId}::uuid, u.*
    FROM unnest(${column((u) => u.contentUid)}::text[], ${column((u) => u.position)}::int[],
      ${column((u) => u.purpose === "check")}::boolean[], ${column((u) => u.group)}::text[],
      ${column((u) => u.uid)}::text[], ${column((u) => u.definition)}::int[],
      ${column((u) => u.title)}::text[],
      ${column((u) => u.impact)}::int[]) AS u`);
}

async function markListed(tx: Tx, { organizationId, bundleId }: BundleKey): Promise<void> {
  await tx.$executeRaw`UPDATE "Bundle" SET "listedAt" = now()
    WHERE "organizationId" = ${organizationId} AND "id" = ${bundleId}::uuid`;
}

/** How long one run goes on, in ms. The next run goes on from there. */
const RUN_MS = 4 * 60_000;

/** Lists the bundles that an older version stored. */
export const LISTING_JOB: PeriodicJob = {
  name: "list-bundles",
  cron: "*/5 * * * *",
  run: async (signal) => void (await listBundles(signal)),
};

/**
 * Lists all bundles that are not listed yet, one at a time, and returns their number. One that cannot be read now is
 * left for the next run, and holds up no other. Safe to repeat and to cut short.
 */
export async function listBundles(signal: AbortSignal): Promise<number> {
  const startedAt = performance.now();
  let listed = 0;
  let after = "00000000-0000-0000-0000-000000000000";
  while (performance.now() - startedAt < RUN_MS) {
    signal.throwIfAborted();
    const [next] = await db().$queryRaw<BundleKey[]>`
      SELECT "organizationId", "id" AS "bundleId" FROM "Bundle" WHERE "listedAt" IS NULL AND "id" > ${after}::uuid
      ORDER BY "id" LIMIT 1`;
    if (!next) break;
    after = next.bundleId;
    if (await listBundle(next)) listed += 1;
  }
  return listed;
}

/** False if the bundle cannot be read now. One that is no longer valid is marked as listed, without any checks. */
async function listBundle(key: BundleKey): Promise<boolean> {
  const { organizationId, bundleId: id } = key;
  const bundle = await db().bundle.findUnique({
    where: { organizationId_id: { organizationId, id } },
    select: { bytes: true, _count: { select: { policies: true } } },
  });
  if (!bundle) return true;
  const read = await readBundle(bundle.bytes, organizationId);
  if (!read.ok) return false;
  const { parsed } = read;
  if (!parsed.ok) log.warn({ bundleId: id }, "a stored bundle is no longer valid, and its checks are not listed");
  const kind = bundle._count.policies > 0 ? POLICIES : QUERYPACKS;
  const stored = await inTransaction(async (tx) => {
    const [locked] = await tx.$queryRaw<
      { listedAt: Date | null }[]
    >`SELECT "listedAt" FROM "Bundle" WHERE "organizationId" = ${organizationId} AND "id" = ${id}::uuid
      FOR NO KEY UPDATE`;
    if (locked?.listedAt === null) await putListing(tx, key, listingOf(parsed.ok ? parsed : null, kind));
    return { ok: true };
  });
  return stored.ok;
}

function listingOf(parsed: BundleAccepted | null, kind: typeof POLICIES): Listing {
  return parsed ? { entries: ofKind(kind, parsed), definitions: parsed.definitions } : { entries: [], definitions: [] };
}
