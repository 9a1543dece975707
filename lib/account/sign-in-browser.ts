import "server-only";
import { CredentialsSignin } from "next-auth";
import { unstable_rethrow } from "next/navigation";
import { logFailure } from "../platform/db/failure-log";
import { log } from "../platform/log";
import { fail, type Failure, type Result } from "../platform/result/result";
import { signIn, SignInLimited, SignInUnavailable } from "./next-auth";

/**
 * Signs this browser in, within a server action: next-auth sets the cookie. `wrong_password` whatever of the two was
 * wrong, `rate_limited` with `retryAfterSeconds`, `unavailable` when nothing could be checked (with `retryAfterSeconds`
 * when too many sign in at once).
 */
export async function signInBrowser({ email, password }: { email: string; password: string }): Promise<Result> {
  try {
    await signIn("credentials", { email, password, redirectTo: "/", redirect: false });
    return { ok: true };
  } catch (error) {
    if (error instanceof SignInLimited) return wait("rate_limited", error);
    if (error instanceof SignInUnavailable) return wait("unavailable", error);
    if (error instanceof CredentialsSignin) return fail("wrong_password");
    throw error;
  }
}

function wait(reason: "rate_limited" | "unavailable", { retryAfterSeconds }: { retryAfterSeconds?: number }): Failure {
  return fail(reason, retryAfterSeconds === undefined ? {} : { detail: { retryAfterSeconds } });
}

/**
 * Signs this browser in after something that was done and must not be reported as failed, such as joining. Returns
 * whether that worked; why not is logged.
 */
export async function trySignInBrowser(credentials: { email: string; password: string }): Promise<boolean> {
  try {
    const signedIn = await signInBrowser(credentials);
    if (!signedIn.ok) log.info({ reason: signedIn.reason }, "the sign-in that follows a change was refused");
    return signedIn.ok;
  } catch (error) {
    unstable_rethrow(error);
    logFailure(error, "the sign-in that follows a change failed");
    return false;
  }
}
