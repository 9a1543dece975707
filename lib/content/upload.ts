import { hash } from "node:crypto";
import { appendAudit } from "../audit/append";
import type { Actor } from "../access/authorization/actor";
import { db, type Tx } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";
import { inTransaction } from "../platform/db/transaction";
import { fail, type Result } from "../platform/result/result";
import { authorizeIn, lockSpaceForUpdate } from "../access/authorization/require-space-access";
import { uuidv7 } from "../platform/uuid";
import { dropEmptyBundles } from "./delete-content";
import type { Uploaded } from "./dto";
import type { ContentKindFacts } from "./kind";
import { putListing } from "./listing";
import { MAX_BUNDLE_BYTES, type BundleAccepted } from "./parse";
import { findBundleRows } from "./queries";
import { readBundle } from "./reader";
import { toContentDto } from "./row";
import type { UploadInput } from "./schema";
import { ofKind, withLeftOut, type SelectionEntry } from "./selection";

/**
 * Stores a bundle and its content of this kind, all or nothing. Content with an existing uid is replaced if `overwrite`
 * is set, and keeps its id and its assignments. Fails with `not_found`, `insufficient_scope`, `payload_too_large`,
 * `invalid_bundle` (detail: findings), `uid_taken` (detail: uids), `unavailable` if too many bundles are being parsed.
 */
export async function uploadBundle(
  kind: ContentKindFacts,
  actor: Actor,
  input: UploadInput,
): Promise<Result<Uploaded>> {
  const allowed = await mayUpload(kind, actor, input);
  if (!allowed.ok) return allowed;
  const read = await readBundle(input.bytes, actor.organizationId);
  if (!read.ok) return read;
  const { parsed } = read;
  if (!parsed.ok)
    return fail("invalid_bundle", {
      detail: {
        findings: [...parsed.errors, ...parsed.warnings],
        moreErrors: parsed.moreErrors,
        moreWarnings: parsed.moreWarnings,
      },
    });
  const chosen = withLeftOut(kind, parsed);
  if (!chosen.ok) return chosen;
  return inTransaction((tx) => store(tx, kind, actor, input, chosen.parsed));
}

async function mayUpload(kind: ContentKindFacts, actor: Actor, { spaceId, bytes }: UploadInput): Promise<Result> {
  const decision = await authorizeIn(db(), actor, kind.write, spaceId);
  if (!decision.ok) return decision;
  return bytes.byteLength > MAX_BUNDLE_BYTES
    ? fail("payload_too_large", { detail: { maxBytes: MAX_BUNDLE_BYTES } })
    : { ok: true };
}

async function store(
  tx: Tx,
  kind: ContentKindFacts,
  actor: Actor,
  input: UploadInput,
  parsed: BundleAccepted,
): Promise<Result<Uploaded>> {
  const { organizationId } = actor;
  const locked = await lockSpaceForUpdate(tx, organizationId, input.spaceId);
  if (!locked.ok) return locked;
  const entries = ofKind(kind, parsed);
  const taken = await findTaken(tx, kind, organizationId, input.spaceId, entries);
  if (taken.length > 0 && !input.overwrite)
    return fail("uid_taken", { field: "uid", detail: { uids: taken.map(({ uid }) => uid) } });
  const bundle = await tx.bundle.create({
    data: {
      organizationId,
      spaceId: input.spaceId,
      bytes: new Uint8Array(input.bytes),
      digest: new Uint8Array(digestOf(input.bytes)),
      createdByName: actor.name,
    },
    select: { id: true },
  });
  await putEntries(tx, kind, { organizationId, spaceId: input.spaceId, bundleId: bundle.id, by: actor.name }, entries);
  await putListing(tx, { organizationId, bundleId: bundle.id }, { entries, definitions: parsed.definitions });
  await dropEmptyBundles(
    tx,
    organizationId,
    taken.map(({ bundleId }) => bundleId),
  );
  const rows = await findBundleRows(tx, kind, organizationId, bundle.id);
  const byUid = new Map(rows.map((row) => [row.uid, toContentDto(row)]));
  await audit(tx, kind, actor, input, { bundleId: bundle.id, entries, overwritten: taken.map(({ uid }) => uid) });
  const { warnings, moreWarnings } = parsed;
  return {
    ok: true,
    items: entries.flatMap(({ uid }) => byUid.get(uid) ?? []),
    overwritten: taken.length,
    warnings,
    moreWarnings,
  };
}

const digestOf = (bytes: Uint8Array): Buffer => hash("sha256", bytes, "buffer");

interface Taken {
  uid: string;
  bundleId: string;
}

async function findTaken(
  tx: Tx,
  { table }: ContentKindFacts,
  organizationId: string,
  spaceId: string | null,
  entries: readonly SelectionEntry[],
): Promise<Taken[]> {
  const uids = entries.map(({ uid }) => uid);
  return tx.$queryRaw<Taken[]>(Prisma.sql`SELECT c."uid", c."bundleId" FROM ${table} c
    WHERE c."organizationId" = ${organizationId} AND COALESCE(c."spaceId", '') = ${spaceId ?? ""}
      AND c."uid" = ANY(${uids}::text[]) ORDER BY c."uid"`);
}

interface Place {
  organizationId: string;
  spaceId: string | null;
  bundleId: string;
  by: string;
}

/** Inserts all of them with one statement. */
async function putEntries(
  tx: Tx,
  { table, kind }: ContentKindFacts,
  place: Place,
  entries: readonly SelectionEntry[],
): Promise<void> {
  const checks =
    kind === "policy"
      ? {
          column: Prisma.sql`"checks",`,
          value: Prisma.sql`u."checks",`,
          update: Prisma.sql`"checks" = EXCLUDED."checks",`,
        }
      : { column: Prisma.empty, value: Prisma.empty, update: Prisma.empty };
  const column = <T>(pick: (entry: SelectionEntry) => T): T[] => entries.map(pick);
  await tx.$executeRaw(Prisma.sql`
    INSERT INTO ${table} ("id", "organizationId", "spaceId", "bundleId", "uid", "name", "version",
      ${checks.column} "queries", "tags", "docs", "updatedByName", "createdAt", "updatedAt")
    SELECT u."id", ${place.organizationId}, ${place.spaceId}, ${place.bundleId}::uuid, u."uid", u."name", u."version",
      ${checks.value} u."queries", u."tags"::jsonb, u."docs", ${place.by}, now(), now()
    FROM unnest(${column(() => uuidv7())}::uuid[], ${column((e) => e.uid)}::text[], ${column((e) => e.name)}::text[],
      ${column((e) => e.version ?? "")}::text[], ${column((e) => e.checks)}::int[], ${column((e) => e.queries)}::int[],
      ${column((e) => JSON.stringify(e.tags))}::text[], ${column((e) => e.description ?? "")}::text[])
      AS u("id", "uid", "name", "version", "checks", "queries", "tags", "docs")
    ON CONFLICT ("organizationId", (COALESCE("spaceId", '')), "uid") DO UPDATE
    SET "bundleId" = EXCLUDED."bundleId", "name" = EXCLUDED."name", "version" = EXCLUDED."version",
      ${checks.update} "queries" = EXCLUDED."queries", "tags" = EXCLUDED."tags", "docs" = EXCLUDED."docs",
      "updatedByName" = EXCLUDED."updatedByName", "updatedAt" = EXCLUDED."updatedAt"`);
}

/** The maximum number of uids in an audit event. */
const NAMED = 50;

async function audit(
  tx: Tx,
  kind: ContentKindFacts,
  actor: Actor,
  { spaceId, bytes }: UploadInput,
  done: { bundleId: string; entries: readonly SelectionEntry[]; overwritten: string[] },
): Promise<void> {
  const { bundleId, entries, overwritten } = done;
  const [first] = entries;
  const what = entries.length === 1 && first ? `${kind.noun} “${first.name}”` : `${entries.length} ${kind.plural}`;
  await appendAudit(tx, {
    chain: actor.organizationId,
    actor,
    action: `${kind.kind}.uploaded`,
    resource: { kind: "bundle", id: bundleId },
    spaceId,
    message: `Uploaded ${what}`,
    change: {
      uids: entries.slice(0, NAMED).map(({ uid }) => uid),
      count: entries.length,
      overwritten: overwritten.slice(0, NAMED),
      bytes: bytes.byteLength,
      sha256: digestOf(bytes).toString("hex"),
    },
  });
}
