import { createHash } from "node:crypto";
import { canonicalJson, type Json } from "../audit/canonical";
import type { Tx } from "../platform/db";
import { claimForm, type FormAct, type FormUse } from "../platform/idempotency/form";
import { fail, type Failure } from "../platform/result/result";
import { z } from "../platform/validation/zod";

const outcome = z.object({ tokenId: z.uuid(), name: z.string() });

/** What a form that makes a secret notes for its repeats. */
export type SecretOutcome = z.output<typeof outcome>;

/** The act of sending a form with this parsed input, which has no secret. Undefined without a form. */
export function actOf(form: FormUse | undefined, input: object): FormAct | undefined {
  if (!form) return undefined;
  const plain = JSON.parse(JSON.stringify(input)) as Json; // dates as ISO 8601
  return { ...form, inputDigest: new Uint8Array(createHash("sha256").update(canonicalJson(plain)).digest()) };
}

/**
 * What a change noted when this form was sent before with the same input. Null if the change is to be made: the form is
 * sent for the first time, or its input is another one.
 */
export async function claimChange(tx: Tx, act: FormAct | undefined): Promise<unknown> {
  const earlier = await claimForm(tx, act);
  return earlier?.hasSameInput ? earlier.outcome : null;
}

/**
 * `secret_already_shown` (detail: `tokenId`, `name`) when this form made its secret already, with the same input or
 * another one: the answer was lost.
 */
export async function refuseRepeat(tx: Tx, act: FormAct | undefined): Promise<Failure | null> {
  const earlier = await claimForm(tx, act);
  return earlier && fail("secret_already_shown", { detail: outcome.parse(earlier.outcome) });
}
