import { z } from "../platform/validation/zod";
import type { Actor } from "../access/authorization/actor";
import { spaceOf, spaceAccessOf } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { decodeCursor, encodeCursor } from "../platform/paging/cursor";
import { db, type Tx } from "../platform/db";
import { fail, type Result } from "../platform/result/result";

/**
 * How long revocations are listed, in days. Far longer than a JWT lives (15 minutes): `npm run revocations:export`
 * reads them as well, to revoke in a restored backup what was revoked since.
 */
export const REVOCATIONS_KEPT_DAYS = 400;

/** The maximum number of tokens per response. */
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

export interface Revocations {
  readonly items: readonly { readonly tokenId: string; readonly at: string }[];
  /** The cursor of the next request. Always set. */
  readonly nextCursor: string;
}

const position = z.tuple([z.string().regex(/^\d{1,18}$/)]);

/**
 * The tokens of the organization revoked since `since`, oldest first; without `since`, those of the last hour, which is
 * longer than the lifetime of any JWT. Needs token.verify. Sequences are handed out under the chain's lock, in commit
 * order, so that a cursor can never step over one that commits later. Ids of other spaces' tokens are listed too: they
 * say nothing. Fails with `insufficient_scope`, and `invalid_request` for what is no cursor of this log, or one so old
 * that revocations after it have been deleted.
 */
export async function listRevocations(
  actor: Actor,
  since: string | undefined,
): Promise<Result<{ revocations: Revocations }>> {
  const decision = decide(actor, "token.verify", {
    organizationId: actor.organizationId,
    spaceId: spaceOf(spaceAccessOf(actor)),
  });
  if (!decision.ok) return decision;
  const decoded = since === undefined ? null : decodeCursor<z.infer<typeof position>>(since, position, "since");
  if (decoded && !decoded.ok) return decoded;
  const after = decoded ? BigInt(decoded.position[0]) : await anHourAgo(actor.organizationId);
  const rows = await db().revocation.findMany({
    where: { organizationId: actor.organizationId, sequence: { gt: after } },
    orderBy: [{ sequence: "asc" }, { tokenId: "asc" }],
    take: PAGE,
  });
  if (decoded && rows.length === 0 && (await isAhead(actor.organizationId, after)))
    return fail("invalid_request", AHEAD);
  // After the rows were read: whoever deletes rows moves the horizon in the same transaction.
  if (decoded && (await isBehind(actor.organizationId, after))) return fail("invalid_request", BEHIND);
  const complete = rows.length < PAGE ? rows : await withoutSplitEvent(actor.organizationId, rows);
  const last = complete.at(-1)?.sequence ?? after;
  return {
    ok: true,
    revocations: {
      items: complete.map(({ tokenId, at }) => ({ tokenId, at: at.toISOString() })),
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

/** The sequence before the first revocation of the last hour, or the end of the chain if there was none. */
async function anHourAgo(organizationId: string): Promise<bigint> {
  const [row] = await db().$queryRaw<{ after: bigint | null }[]>`
    SELECT COALESCE(
      (SELECT min("sequence") - 1 FROM "Revocation"
        WHERE "organizationId" = ${organizationId} AND "at" > now() - interval '1 hour'),
      (SELECT "sequence" FROM "AuditHead" WHERE "chain" = ${organizationId}), 0) AS after`;
  return row?.after ?? 0n;
}

type Row = { sequence: bigint; tokenId: string; at: Date };

/**
 * A cursor is always between events. An event whose tokens do not fit moves to the next page, unless it fills a page
 * alone.
 */
async function withoutSplitEvent(organizationId: string, rows: Row[]): Promise<Row[]> {
  const last = rows.at(-1)?.sequence;
  const whole = rows.filter((row) => row.sequence !== last);
  if (whole.length > 0 || last === undefined) return whole;
  return db().revocation.findMany({ where: { organizationId, sequence: last } });
}
