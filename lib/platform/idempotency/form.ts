import { createHash } from "node:crypto";
import { canonicalJson, type Json } from "../canonical-json";
import type { Tx } from "../db";

/** One opened form of a person. */
export interface FormUse {
  readonly organizationId: string;
  readonly userId: string;
  /** Chosen by the page when the form is opened. */
  readonly formId: string;
}

/** What is sent with a form. It is the same act only if form and input are the same. */
export interface FormAct extends FormUse {
  /** SHA-256 of the parsed input. */
  readonly inputDigest: Uint8Array<ArrayBuffer>;
}

/** What a form did when it was sent before. */
export interface EarlierAct {
  readonly outcome: unknown;
  /** Also true where the version before this one noted no digest. */
  readonly hasSameInput: boolean;
}

function idOf({ organizationId, userId, formId }: FormUse): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    createHash("sha256")
      .update(JSON.stringify(["form", organizationId, userId, formId]))
      .digest(),
  );
}

/** The act of sending a form with this parsed input, which has no secret. Undefined without a form. */
export function actOf(form: FormUse | undefined, input: object): FormAct | undefined {
  if (!form) return undefined;
  const plain = JSON.parse(JSON.stringify(input)) as Json; // dates as ISO 8601
  return { ...form, inputDigest: new Uint8Array(createHash("sha256").update(canonicalJson(plain)).digest()) };
}

/**
 * Claims a form, in the transaction of its mutation and before anything else in it: a repeat waits until the first one
 * has ended, and then for other repeats. Returns null for the first one, and what it noted for a repeat. A sweep
 * forgets forms after a day (lib/retention).
 */
export async function claimForm(tx: Tx, act: FormAct | undefined): Promise<EarlierAct | null> {
  if (!act) return null;
  const id = idOf(act);
  const claimed = await tx.$executeRaw`INSERT INTO "IdempotencyKey" ("id", "organizationId", "bodyDigest", "createdAt")
    VALUES (${id}, ${act.organizationId}, ${act.inputDigest}, now()) ON CONFLICT ("id") DO NOTHING`;
  if (claimed === 1) return null;
  const [row] = await tx.$queryRaw<{ bodyDigest: Uint8Array; body: Uint8Array | null }[]>`
    SELECT "bodyDigest", "body" FROM "IdempotencyKey" WHERE "id" = ${id} FOR UPDATE`;
  const noted = row?.bodyDigest ?? new Uint8Array();
  return {
    outcome: JSON.parse(Buffer.from(row?.body ?? []).toString() || "{}"),
    hasSameInput: noted.length === 0 || Buffer.compare(noted, act.inputDigest) === 0,
  };
}

/**
 * What a change noted when this form was sent before with the same input. Null if the change is to be made: the form is
 * sent for the first time, or its input is another one.
 */
export async function claimChange(tx: Tx, act: FormAct | undefined): Promise<unknown> {
  const earlier = await claimForm(tx, act);
  return earlier?.hasSameInput ? earlier.outcome : null;
}

/** Notes what a form did with which input, for its repeats; in the same transaction. Never a secret. */
export async function completeForm(tx: Tx, act: FormAct | undefined, outcome: object): Promise<void> {
  if (!act) return;
  await tx.idempotencyKey.update({
    where: { id: idOf(act) },
    data: {
      bodyDigest: act.inputDigest,
      completedAt: new Date(),
      body: new Uint8Array(Buffer.from(JSON.stringify(outcome))),
    },
  });
}
