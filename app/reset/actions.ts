"use server";

import { redirect } from "next/navigation";
import { z } from "@/lib/platform/validation/zod";
import { NO_RESET, type PasswordResetState } from "@/components/auth/password-reset-state";
import { refused, textOf } from "@/components/forms/form-state";
import { publicAction } from "@/lib/access/action";
import { linkSecret } from "@/lib/access/credentials/link-secret";
import { trySignInBrowser } from "@/lib/account/sign-in-browser";
import { resetPassword } from "@/lib/recovery/mutations";
import { findReset } from "@/lib/recovery/queries";
import { resetPasswordSchema } from "@/lib/recovery/schema";

const GONE = "This link was used or replaced, or it has expired. Ask for a new one.";
const TEXTS = { not_found: GONE };

const lookUp = publicAction(z.object({ secret: linkSecret }), ({ input }) => findReset(input.secret));

/** `isSignedIn` is false for a person who belongs to no organization, too. */
const reset = publicAction(resetPasswordSchema, async ({ input, address }) => {
  const result = await resetPassword(input, address);
  if (!result.ok) return result;
  return {
    ok: true,
    isSignedIn: await trySignInBrowser({ email: result.email, password: input.password.reveal() }),
  };
});

/** Looks a reset link up and, once a password came with it, saves that and signs in. */
export async function resetPasswordAction(_before: PasswordResetState, values: FormData): Promise<PasswordResetState> {
  const secret = textOf(values, "secret").trim().split("#").at(-1) ?? "";
  const found = await lookUp({ secret });
  if (!found.ok)
    return {
      ...NO_RESET,
      problem: found.fields
        ? "This is not a reset link. Copy the whole link."
        : refused(found, values, [], TEXTS).problem,
    };
  const known = { secret, email: found.email };
  if (!values.has("password")) return { ...NO_RESET, ...known };
  const result = await reset({ secret, password: textOf(values, "password") });
  if (!result.ok) return { ...refused(result, values, [], TEXTS), ...known };
  redirect(result.isSignedIn ? "/" : "/login?after=reset");
}
