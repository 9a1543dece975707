import type { Tx } from "../platform/db";
import { verifyPassword } from "../passwords/hash";
import { shareOf, type PasswordGiver } from "../passwords/queue-share";
import { fail, type Result } from "../platform/result/result";
import type { Secret } from "../platform/secret";
import { noteFailedAttempt } from "./sign-in-events";
import {
  type SignInAttempt,
  beginAttempt,
  recordFailure,
  recordSuccess,
  slowDown,
} from "../access/session/sign-in-limits";

/** An account, and the password hash that was checked. */
export interface PasswordAccount {
  readonly id: string;
  readonly name: string;
  readonly passwordHash: string;
}

/**
 * Verifies the account's password outside of /login, under the same limits. Fails with `wrong_password` (of `field`)
 * and `rate_limited`. Call `lockAccount` before acting on the result.
 */
export async function reauthenticate(
  account: PasswordAccount,
  password: Secret,
  attempt: SignInAttempt & PasswordGiver,
  field = "password",
): Promise<Result> {
  const begun = await beginAttempt(attempt);
  if (!begun.ok) return begun;
  await slowDown(attempt);
  if (!(await verifyPassword(account.passwordHash, password, shareOf(attempt)))) {
    await recordFailure(attempt);
    noteFailedAttempt({ email: attempt.email, address: attempt.address, isLast: begun.isLast, account });
    return fail("wrong_password", { field });
  }
  await recordSuccess(attempt);
  return { ok: true };
}

/**
 * Locks an account FOR SHARE if its password is still the one that was checked: users change passwords to lock others
 * out, so a concurrent use of the former one must fail. Returns the database's time in milliseconds, or null.
 */
export async function lockAccount(
  tx: Tx,
  { id, passwordHash }: Pick<PasswordAccount, "id" | "passwordHash">,
): Promise<Date | null> {
  const [held] = await tx.$queryRaw<{ now: Date }[]>`SELECT date_trunc('milliseconds', now()) AS now FROM "User"
    WHERE "id" = ${id}::uuid AND "passwordHash" = ${passwordHash} FOR SHARE`;
  return held?.now ?? null;
}
