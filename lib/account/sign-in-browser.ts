import "server-only";
import { CredentialsSignin } from "next-auth";
import { fail, type Result } from "../platform/result/result";
import { signIn, SignInLimited, SignInUnavailable } from "./next-auth";

/**
 * Signs this browser in, within a server action: next-auth sets the cookie. `wrong_password` whatever of the two was
 * wrong, `rate_limited` with `retryAfterSeconds`, `unavailable` when nothing could be checked.
 */
export async function signInHere({ email, password }: { email: string; password: string }): Promise<Result> {
  try {
    await signIn("credentials", { email, password, redirectTo: "/", redirect: false });
    return { ok: true };
  } catch (error) {
    if (error instanceof SignInLimited)
      return fail("rate_limited", { detail: { retryAfterSeconds: error.retryAfterSeconds } });
    if (error instanceof SignInUnavailable) return fail("unavailable");
    if (error instanceof CredentialsSignin) return fail("wrong_password");
    throw error;
  }
}
