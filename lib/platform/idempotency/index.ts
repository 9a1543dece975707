import { createHash } from "node:crypto";
import { db } from "../db";
import { byName } from "../db/statement-names";
import { withCommitHook } from "../db/transaction";
import { Prisma } from "../db/generated/client";

/** A stored response for repeated requests. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One use of a key by a caller, for an operation and a body. */
export interface KeyUse {
  /** SHA-256 over actor, method, path and key. */
  readonly id: Uint8Array<ArrayBuffer>;
  readonly organizationId: string;
  /** SHA-256 of the request body. */
  readonly bodyDigest: Uint8Array<ArrayBuffer>;
}

/** A first use of a key. It ends when another request takes the key over. */
export interface Claim {
  readonly id: KeyUse["id"];
  readonly claimedAt: Date;
}

export type BegunUse =
  | { readonly state: "first"; readonly claim: Claim }
  | { readonly state: "reused" }
  | { readonly state: "running" }
  /** The change was committed, but its answer was not stored. */
  | { readonly state: "lost" }
  | { readonly state: "done"; readonly answer: KeptAnswer };

/** How long answers are kept for repeats, in hours. */
export const ANSWERS_KEPT_HOURS = 24;

const KEPT = Prisma.sql`make_interval(hours => ${ANSWERS_KEPT_HOURS})`;
/** A first request that has committed nothing for so long is taken for lost. */
const LOST = Prisma.sql`interval '5 minutes'`;
/** How long after its commit a request has to store its answer. */
const ANSWERED = Prisma.sql`interval '1 minute'`;

/** Identifies a use of a key (draft-ietf-httpapi-idempotency-key-header) by caller, method and path. */
export function keyUse(
  caller: { id: string; organizationId: string },
  call: { method: string; path: string; key: string },
  bodyDigest: Buffer,
): KeyUse {
  const hash = createHash("sha256").update(JSON.stringify([caller.id, call.method, call.path, call.key]));
  return {
    id: new Uint8Array(hash.digest()),
    organizationId: caller.organizationId,
    bodyDigest: new Uint8Array(bodyDigest),
  };
}

/** Claims a key, or returns the state of its first use. Also deletes up to 100 expired keys. */
export async function begin({ id, organizationId, bodyDigest }: KeyUse): Promise<BegunUse> {
  const [claimed] = await db().$queryRaw<{ claimedAt: Date }[]>(Prisma.sql`
    WITH old AS (
      DELETE FROM "IdempotencyKey" WHERE "id" IN (SELECT "id" FROM "IdempotencyKey"
        WHERE "createdAt" < now() - ${KEPT} AND "id" <> ${id} ORDER BY "createdAt" LIMIT 100 FOR UPDATE SKIP LOCKED)
    )
    INSERT INTO "IdempotencyKey" AS k ("id", "organizationId", "bodyDigest", "createdAt")
      VALUES (${id}, ${organizationId}, ${bodyDigest}, now())
    ON CONFLICT ("id") DO UPDATE SET "bodyDigest" = EXCLUDED."bodyDigest", "createdAt" = now(), "committedAt" = NULL,
      "completedAt" = NULL, "status" = NULL, "headers" = NULL, "body" = NULL
      WHERE k."createdAt" < now() - ${KEPT} OR (k."completedAt" IS NULL AND k."committedAt" IS NULL
        AND k."createdAt" < now() - ${LOST})
    RETURNING "createdAt" AS "claimedAt"`);
  return claimed ? { state: "first", claim: { id, claimedAt: claimed.claimedAt } } : lookUp(id, bodyDigest);
}

interface KeyRow {
  readonly bodyDigest: Uint8Array;
  readonly completedAt: Date | null;
  readonly lost: boolean;
  readonly status: number | null;
  readonly headers: Record<string, string> | null;
  readonly body: Uint8Array | null;
}

async function lookUp(id: KeyUse["id"], bodyDigest: Uint8Array): Promise<BegunUse> {
  const [row] = await db().$queryRaw<KeyRow[]>`
    SELECT "bodyDigest", "completedAt", "status", "headers", "body",
      COALESCE("committedAt" < now() - ${ANSWERED}, false) AS "lost"
    FROM "IdempotencyKey" WHERE "id" = ${id}`;
  if (!row) return { state: "running" }; // the first has just failed; the next request is the first
  if (Buffer.compare(row.bodyDigest, bodyDigest) !== 0) return { state: "reused" };
  if (row.completedAt === null) return { state: row.lost ? "lost" : "running" };
  const { status, headers, body } = row;
  return {
    state: "done",
    answer: { status: status ?? 200, headers: headers ?? {}, body: Buffer.from(body ?? []).toString() },
  };
}

/** The key was taken over by a later request; this one must change nothing. */
export class ClaimLost extends Error {
  override readonly name = "ClaimLost";
}

/**
 * Runs the work of a first use. Each transaction that it commits marks the key, so that no later request repeats what
 * was committed. Throws ClaimLost, and rolls back, when the key was taken over.
 */
export function underClaim<T>({ id, claimedAt }: Claim, work: () => Promise<T>): Promise<T> {
  return withCommitHook(async (tx) => {
    const marked = await tx.$executeRaw`/* prepared as mark-claim */
      UPDATE "IdempotencyKey" SET "committedAt" = COALESCE("committedAt", now())
        WHERE "id" = ${id} AND "createdAt" = ${claimedAt}`;
    if (marked !== 1) throw new ClaimLost("another request has taken the idempotency key over");
  }, work);
}

/** Stores the answer of a first use. */
export async function complete({ id, claimedAt }: Claim, { status, headers, body }: KeptAnswer): Promise<void> {
  const text = new Uint8Array(Buffer.from(body));
  await byName(
    () => db().$executeRaw`/* prepared as complete-claim */
      UPDATE "IdempotencyKey" SET "completedAt" = ${new Date()}::timestamptz, "status" = ${status},
        "headers" = ${JSON.stringify(headers)}::jsonb, "body" = ${text}
      WHERE "id" = ${id} AND "createdAt" = ${claimedAt}`,
  );
}

/** Releases the key of a first use that changed nothing. */
export async function release({ id, claimedAt }: Claim): Promise<void> {
  await db().idempotencyKey.deleteMany({
    where: { id, createdAt: claimedAt, committedAt: null, completedAt: null },
  });
}
