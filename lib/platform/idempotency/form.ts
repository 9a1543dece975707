import { createHash } from "node:crypto";
import type { Tx } from "../db";
import { Prisma } from "../db/generated/client";

/** One opened form of a person. A repeat of it is the same act, whatever was typed since. */
export interface FormUse {
  readonly organizationId: string;
  readonly userId: string;
  /** Chosen by the page when the form is opened. */
  readonly formId: string;
}

/** How long a form is remembered. */
const KEPT = Prisma.sql`interval '24 hours'`;

function idOf({ organizationId, userId, formId }: FormUse): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    createHash("sha256")
      .update(JSON.stringify(["form", organizationId, userId, formId]))
      .digest(),
  );
}

/**
 * Claims a form, in the transaction of its mutation and before anything else in it: a repeat waits until the first one
 * has ended. Returns null for the first one, and what it noted for a repeat. Forgets up to 100 old keys on the way.
 */
export async function claimForm(tx: Tx, form: FormUse | undefined): Promise<unknown> {
  if (!form) return null;
  const id = idOf(form);
  await tx.$executeRaw`DELETE FROM "IdempotencyKey" WHERE "id" IN (
    SELECT "id" FROM "IdempotencyKey" WHERE "createdAt" < now() - ${KEPT} ORDER BY "createdAt" LIMIT 100 FOR UPDATE SKIP LOCKED)`;
  const claimed = await tx.$executeRaw`INSERT INTO "IdempotencyKey" ("id", "organizationId", "bodyDigest", "createdAt")
    VALUES (${id}, ${form.organizationId}, ''::bytea, now()) ON CONFLICT ("id") DO NOTHING`;
  if (claimed === 1) return null;
  const row = await tx.idempotencyKey.findUnique({ where: { id }, select: { body: true } });
  return JSON.parse(Buffer.from(row?.body ?? []).toString() || "{}");
}

/** Notes what a form did, for its repeats; in the same transaction. Never a secret. */
export async function completeForm(tx: Tx, form: FormUse | undefined, outcome: object): Promise<void> {
  if (!form) return;
  await tx.idempotencyKey.update({
    where: { id: idOf(form) },
    data: { completedAt: new Date(), body: new Uint8Array(Buffer.from(JSON.stringify(outcome))) },
  });
}
