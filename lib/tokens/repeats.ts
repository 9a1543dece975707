import type { Actor } from "../access/authorization/actor";
import type { Tx } from "../platform/db";
import { claimForm, type FormAct } from "../platform/idempotency/form";
import { fail, type Failure, type Result } from "../platform/result/result";
import { z } from "../platform/validation/zod";
import type { TokenDto } from "./dto";
import { lockToken } from "./lock";
import { toTokenDto } from "./row";

export { actOf, claimChange } from "../platform/idempotency/form";

const outcome = z.object({ tokenId: z.uuid(), name: z.string() });

/** What a form that makes a secret notes for its repeats. */
export type SecretOutcome = z.output<typeof outcome>;

/**
 * `secret_already_shown` (detail: `tokenId`, `name`) when this form made its secret already, with the same input or
 * another one: the answer was lost.
 */
export async function refuseRepeat(tx: Tx, act: FormAct | undefined): Promise<Failure | null> {
  const earlier = await claimForm(tx, act);
  return earlier && fail("secret_already_shown", { detail: outcome.parse(earlier.outcome) });
}

/** The answer to a repeat of a form: what it did then, and the token as it is now. */
export async function again<T extends object>(
  tx: Tx,
  actor: Actor,
  tokenId: string,
  done: T,
): Promise<Result<{ token: TokenDto } & T>> {
  const locked = await lockToken(tx, actor, { tokenId, version: null });
  return locked.ok ? { ok: true, token: toTokenDto(locked.row), ...done } : locked;
}
