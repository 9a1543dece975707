import { LEASE_MS, MARGIN_MS } from "../access/token-cache/lease";
import type { Tx } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";

/** How long the commit of a change may take after its cutoff was written, in ms. */
const COMMIT_MS = 2_900;

/**
 * How long after a change is written JWTs of the state before may still be issued, in ms: until the commit, and then by
 * an instance that has the token in its cache, for a lease and its margin. Its clock may be ahead by another lease.
 */
export const CUTOFF_MARGIN_MS = COMMIT_MS + 2 * LEASE_MS + MARGIN_MS;

/** How long it may take to write one of many cutoffs, in ms: the first of them is written long before the commit. */
const ROW_MS = 0.1;

/** The cutoff of a change that is written now, as one of `count`. */
function cutoff(count: number): Prisma.Sql {
  return Prisma.sql`clock_timestamp() + make_interval(secs => ${(CUTOFF_MARGIN_MS + count * ROW_MS) / 1_000})`;
}

/** How long cutoffs are kept, in hours. No JWT that one concerns lives longer than 15 minutes. */
export const CUTOFFS_KEPT_HOURS = 24;

/**
 * Stores that JWTs of these tokens that were issued before are to be refused, because the tokens may do less now. Call
 * it after `appendAudit` with the sequence of the event, last in the same transaction.
 */
export async function recordTokenCutoffs(
  tx: Tx,
  organizationId: string,
  sequence: bigint,
  tokenIds: readonly string[],
): Promise<void> {
  if (tokenIds.length === 0) return;
  await tx.$executeRaw`INSERT INTO "JwtCutoff" ("organizationId", "sequence", "targetId", "at")
    SELECT ${organizationId}, ${sequence}, unnest(${[...tokenIds]}::uuid[]), ${cutoff(tokenIds.length)}`;
}

/** The same for JWTs of all tokens of a subject that are not revoked. */
export async function recordSubjectCutoffs(
  tx: Tx,
  organizationId: string,
  sequence: bigint,
  subject: string,
): Promise<void> {
  await tx.$executeRaw`INSERT INTO "JwtCutoff" ("organizationId", "sequence", "targetId", "at")
    SELECT ${organizationId}, ${sequence}, "id", clock_timestamp() + make_interval(
      secs => ${CUTOFF_MARGIN_MS / 1_000}::float8 + ${ROW_MS / 1_000}::float8 * count(*) OVER ())
    FROM "ApiToken"
    WHERE "organizationId" = ${organizationId} AND "subject" = ${subject} AND "revokedAt" IS NULL`;
}

/** Scopes that an API no longer has; null for all of a deleted API. */
interface RemovedScopes {
  readonly apiId: string;
  readonly identifier: string;
  readonly scopes: readonly string[] | null;
}

/** The same for JWTs with these scopes of an API, whatever their tokens: one row, however many tokens have them. */
export async function recordApiCutoff(
  tx: Tx,
  organizationId: string,
  sequence: bigint,
  { apiId, identifier, scopes }: RemovedScopes,
): Promise<void> {
  if (scopes?.length === 0) return;
  await tx.$executeRaw`INSERT INTO "JwtCutoff" ("organizationId", "sequence", "targetId", "api", "scopes", "at")
    VALUES (${organizationId}, ${sequence}, ${apiId}::uuid, ${identifier}, ${[...(scopes ?? [])]}, ${cutoff(1)})`;
}
