import type { Tx } from "../platform/db";
import { verifyPassword } from "../passwords/hash";
import { shareOf, type PasswordGiver } from "../passwords/share";
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

/** An account, and the hash that its password was checked against. */
export interface PasswordAccount {
  readonly id: string;
  readonly name: string;
  readonly passwordHash: string;
}

/**
 * Whether this is the account's owner, who tells its password elsewhere than at /login, under the same limits. Fails with
 * `wrong_password` (of `field`) and `rate_limited`. What follows from it asks `lockAccount` first.
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
 * Holds an account as it is until the transaction ends, if its password is still the one that was checked: a password is
 * changed to throw somebody out, and who tells the former one at that very moment must get nothing by it. The database's
 * time, to the millisecond, or null.
 */
export async function lockAccount(
  tx: Tx,
  { id, passwordHash }: Pick<PasswordAccount, "id" | "passwordHash">,
): Promise<Date | null> {
  const [held] = await tx.$queryRaw<
    { now: Date }[]
  >`SELECT date_trunc('milliseconds', now()) AS now FROM "User" WHERE "id" = ${id}::uuid AND "passwordHash" = ${passwordHash} FOR SHARE`;
  return held?.now ?? null;
}
