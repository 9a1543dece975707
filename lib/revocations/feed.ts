import { z } from "../platform/validation/zod";
import { bindingOf, spaceAccessOf, spaceOf, type Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { decodeCursor, encodeCursor } from "../platform/paging/cursor";
import { db, type Tx } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";
import { fail, type Result } from "../platform/result/result";

/**
 * How long revocations are listed, in days. Far longer than a JWT lives (15 minutes): `npm run revocations:export`
 * reads them as well, to revoke in a restored backup what was revoked since.
 */
export const REVOCATIONS_KEPT_DAYS = 400;

/** The maximum number of entries per response. */
const PAGE = 1_000;

/**
 * Stores which tokens an audit event revoked, under its sequence. Call it after `appendAudit`, in the same transaction.
 */
export async function recordRevocations(
  tx: Tx,
  organizationId: string,
  sequence: bigint,
  tokenIds: readonly string[],
): Promise<void> {
  if (tokenIds.length === 0) return;
  await tx.$executeRaw`INSERT INTO "Revocation" ("organizationId", "sequence", "tokenId")
    SELECT ${organizationId}, ${sequence}, unnest(${[...tokenIds]}::uuid[])`;
}

/** A revoked token: all of its JWTs are to be refused. */
interface RevokedEntry {
  readonly tokenId: string;
  readonly at: string;
}

/** What else a reader of changes gets: JWTs issued before `at` are to be refused. */
type ChangeEntry =
  | ({ readonly kind: "revoked" } & RevokedEntry)
  /** Those of a token that may do less. */
  | { readonly kind: "narrowed"; readonly tokenId: string; readonly at: string }
  /** Those with these scopes of an API, or with any scope if it is null. */
  | {
      readonly kind: "scopes_removed";
      readonly api: string;
      readonly scopes: readonly string[] | null;
      readonly at: string;
    };

export interface Revocations {
  readonly items: readonly (RevokedEntry | ChangeEntry)[];
  /** The cursor of the next request. Always set. */
  readonly nextCursor: string;
}

const position = z.tuple([z.string().regex(/^\d{1,18}$/)]);

/**
 * The tokens of the organization revoked since `since`, oldest first; without `since`, those of the last hour, which is
 * longer than the lifetime of any JWT. With `changes` also what makes earlier JWTs too wide
 * (docs/decisions/0065-changes-in-the-feed-of-revocations.md). Needs token.verify. Sequences are handed out under the
 * chain's lock, in commit order, so that a cursor can never step over one that commits later. Ids of other spaces'
 * tokens are listed too: they say nothing. Fails with `insufficient_scope`, and `invalid_request` for what is no cursor
 * of this log, or one so old that revocations after it have been deleted.
 */
export async function listRevocations(
  actor: Actor,
  since: string | undefined,
  changes = false,
): Promise<Result<{ revocations: Revocations }>> {
  const decision = decide(actor, "token.verify", {
    organizationId: actor.organizationId,
    spaceId: spaceOf(spaceAccessOf(actor)),
  });
  if (!decision.ok) return decision;
  const decoded = since === undefined ? null : decodeCursor<z.infer<typeof position>>(since, position, "since");
  if (decoded && !decoded.ok) return decoded;
  const after = decoded ? BigInt(decoded.position[0]) : await anHourAgo(actor.organizationId);
  const rows = await findEntries(actor, changes, Prisma.sql`"sequence" > ${after}`, PAGE);
  if (decoded && rows.length === 0 && (await isAhead(actor.organizationId, after)))
    return fail("invalid_request", AHEAD);
  // After the rows were read: whoever deletes rows moves the horizon in the same transaction.
  if (decoded && (await isBehind(actor.organizationId, after))) return fail("invalid_request", BEHIND);
  const complete = rows.length < PAGE ? rows : await withoutSplitEvent(actor, changes, rows);
  const last = complete.at(-1)?.sequence ?? after;
  return {
    ok: true,
    revocations: {
      items: complete.map((row) => (changes ? toChange(row) : toRevoked(row))),
      nextCursor: encodeCursor([last.toString()]),
    },
  };
}

const AHEAD = {
  field: "since",
  fields: { since: "The cursor is after the end of this log. Start again without a cursor." },
};

const BEHIND = {
  field: "since",
  fields: {
    since:
      `Revocations after this cursor are over ${REVOCATIONS_KEPT_DAYS} days old and no longer listed: ` +
      "begin without a cursor.",
  },
};

/** Whether revocations after a position have been deleted, so that a list from there would have a gap. */
async function isBehind(organizationId: string, after: bigint): Promise<boolean> {
  const horizon = await db().revocationHorizon.findUnique({ where: { organizationId } });
  return horizon !== null && after < horizon.sequence;
}

/**
 * Whether a position is after the end of the log, as after a restore of the database. Otherwise nothing would be listed
 * until the log has grown past it, and the client would accept tokens that were revoked since.
 */
async function isAhead(organizationId: string, after: bigint): Promise<boolean> {
  const rows = await db().$queryRaw<
    { ahead: boolean }[]
  >`SELECT "sequence" < ${after} AS ahead FROM "AuditHead" WHERE "chain" = ${organizationId}`;
  return rows[0]?.ahead ?? after > 0n;
}

/**
 * The sequence before the first event of the last hour, or the end of the chain if there was none. Found by the events'
 * own index, since their instants grow with their sequences. The first entry of the hour would be looked for among
 * those of 400 days.
 */
async function anHourAgo(organizationId: string): Promise<bigint> {
  const [row] = await db().$queryRaw<{ after: bigint | null }[]>`
    SELECT COALESCE(
      (SELECT "sequence" - 1 FROM "AuditEvent" WHERE "chain" = ${organizationId} AND "at" > now() - interval '1 hour'
        ORDER BY "at", "sequence" LIMIT 1),
      (SELECT "sequence" FROM "AuditHead" WHERE "chain" = ${organizationId}), 0) AS after`;
  return row?.after ?? 0n;
}

interface EntryRow {
  readonly sequence: bigint;
  /** The id of a token; of an API if there is one. */
  readonly id: string;
  readonly at: Date;
  readonly isRevoked: boolean;
  readonly api: string | null;
  readonly scopes: readonly string[] | null;
}

const toRevoked = ({ id, at }: EntryRow): RevokedEntry => ({ tokenId: id, at: at.toISOString() });

function toChange(row: EntryRow): ChangeEntry {
  if (row.isRevoked) return { kind: "revoked", ...toRevoked(row) };
  if (row.api === null) return { kind: "narrowed", ...toRevoked(row) };
  const scopes = row.scopes?.length ? row.scopes : null;
  return { kind: "scopes_removed", api: row.api, scopes, at: row.at.toISOString() };
}

/** The oldest entries whose sequence meets a condition, in order; all of them for a limit of null. In one statement. */
function findEntries(actor: Actor, changes: boolean, where: Prisma.Sql, limit: number | null): Promise<EntryRow[]> {
  const { organizationId } = actor;
  const revoked = Prisma.sql`(
    SELECT "sequence", "tokenId" AS "id", "at", TRUE AS "isRevoked", NULL AS "api", NULL::text[] AS "scopes"
    FROM "Revocation"
    WHERE "organizationId" = ${organizationId} AND ${where} ORDER BY 1, 2 LIMIT ${limit}::int)`;
  if (!changes) return db().$queryRaw`${revoked}`;
  const cutoffs = Prisma.sql`(
    SELECT "sequence", "targetId", "at", FALSE, "api", "scopes" FROM "JwtCutoff" c
    WHERE "organizationId" = ${organizationId} AND ${where} AND ${isShown(actor)} ORDER BY 1, 2 LIMIT ${limit}::int)`;
  return db().$queryRaw`${revoked} UNION ALL ${cutoffs} ORDER BY 1, 2 LIMIT ${limit}::int`;
}

/** A bound Verifier knows no other API. A deleted one is deleted with its bindings long after its cutoff. */
function isShown(actor: Actor): Prisma.Sql {
  if (actor.kind !== "token" || bindingOf(actor) === null) return Prisma.sql`TRUE`;
  return Prisma.sql`("api" IS NULL OR EXISTS (SELECT FROM "TokenIssue" i
    WHERE i."organizationId" = c."organizationId" AND i."tokenId" = ${actor.tokenId}::uuid
      AND i."apiId" = c."targetId"))`;
}

/**
 * A cursor is always between events. An event whose entries do not fit moves to the next page, unless it fills a page
 * alone.
 */
async function withoutSplitEvent(actor: Actor, changes: boolean, rows: EntryRow[]): Promise<EntryRow[]> {
  const last = rows.at(-1)?.sequence;
  const whole = rows.filter((row) => row.sequence !== last);
  if (whole.length > 0 || last === undefined) return whole;
  return findEntries(actor, changes, Prisma.sql`"sequence" = ${last}`, null);
}
