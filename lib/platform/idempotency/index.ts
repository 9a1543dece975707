import { createHash } from "node:crypto";
import { db } from "../db";
import { Prisma } from "../db/generated/client";

/** An answer as it is kept for repeats. */
export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One use of a key: who, for what call, with which body. */
export interface KeyUse {
  /** SHA-256 over actor, method, path and key. */
  readonly id: Uint8Array<ArrayBuffer>;
  readonly organizationId: string;
  /** SHA-256 of what was asked. */
  readonly bodyDigest: Uint8Array<ArrayBuffer>;
}

export type BegunUse =
  | { readonly state: "first" }
  | { readonly state: "reused" }
  | { readonly state: "running" }
  | { readonly state: "done"; readonly answer: KeptAnswer };

/** Answers are kept for 24 hours; a first request that has not ended after five minutes is taken for lost. */
const KEPT = Prisma.sql`interval '24 hours'`;
const LOST = Prisma.sql`interval '5 minutes'`;

/** Names a use of a key (draft-ietf-httpapi-idempotency-key-header): per caller, method and path. */
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

/** Claims a key, or says what became of its first use. Forgets up to 100 old keys on the way. */
export async function begin({ id, organizationId, bodyDigest }: KeyUse): Promise<BegunUse> {
  const claimed = await db().$queryRaw<unknown[]>(Prisma.sql`
    WITH old AS (
      DELETE FROM "IdempotencyKey" WHERE "id" IN (SELECT "id" FROM "IdempotencyKey" WHERE "createdAt" < now() - ${KEPT} AND "id" <> ${id} ORDER BY "createdAt" LIMIT 100 FOR UPDATE SKIP LOCKED)
    )
    INSERT INTO "IdempotencyKey" AS k ("id", "organizationId", "bodyDigest", "createdAt") VALUES (${id}, ${organizationId}, ${bodyDigest}, now())
    ON CONFLICT ("id") DO UPDATE SET "bodyDigest" = EXCLUDED."bodyDigest", "createdAt" = now(), "completedAt" = NULL, "status" = NULL, "headers" = NULL, "body" = NULL
      WHERE k."createdAt" < now() - ${KEPT} OR (k."completedAt" IS NULL AND k."createdAt" < now() - ${LOST})
    RETURNING 1`);
  return claimed.length === 1 ? { state: "first" } : lookUp(id, bodyDigest);
}

async function lookUp(id: KeyUse["id"], bodyDigest: Uint8Array): Promise<BegunUse> {
  const row = await db().idempotencyKey.findUnique({ where: { id } });
  if (!row) return { state: "running" }; // the first failed just now; whoever asks again is the first
  if (Buffer.compare(row.bodyDigest, bodyDigest) !== 0) return { state: "reused" };
  if (row.completedAt === null) return { state: "running" };
  const headers = row.headers as Record<string, string>;
  return {
    state: "done",
    answer: { status: row.status ?? 200, headers, body: Buffer.from(row.body ?? []).toString() },
  };
}

/** Keeps the answer of a first use. */
export async function complete({ id }: KeyUse, { status, headers, body }: KeptAnswer): Promise<void> {
  await db().idempotencyKey.updateMany({
    where: { id },
    data: { completedAt: new Date(), status, headers, body: new Uint8Array(Buffer.from(body)) },
  });
}

/** Frees the key of a first use that changed nothing. */
export async function release({ id }: KeyUse): Promise<void> {
  await db().idempotencyKey.deleteMany({ where: { id, completedAt: null } });
}
