import type { Tx } from "../platform/db";
import { claimForm, type FormUse } from "../platform/idempotency/form";
import { fail, type Failure } from "../platform/result/result";
import { z } from "../platform/validation/zod";

const outcome = z.object({ tokenId: z.uuid(), name: z.string() });

/** What a form that makes a secret notes for its repeats. */
export type SecretOutcome = z.output<typeof outcome>;

/** `secret_already_shown` (detail: `tokenId`, `name`) when this form made its secret already: the answer was lost. */
export async function refuseRepeat(tx: Tx, form: FormUse | undefined): Promise<Failure | null> {
  const done = await claimForm(tx, form);
  return done === null ? null : fail("secret_already_shown", { detail: outcome.parse(done) });
}
