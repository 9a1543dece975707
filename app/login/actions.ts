"use server";

import { CredentialsSignin } from "next-auth";
import { redirect } from "next/navigation";
import type { LoginState } from "@/components/auth/login-form";
import { publicAction } from "@/lib/actions";
import { safeNextPath } from "@/lib/auth/next-path";
import { signIn, SignInLimited } from "@/lib/auth/next-auth";
import { failureText } from "@/lib/failure-text";
import { fail } from "@/lib/result";
import { loginSchema } from "./schema";

const TEXTS = { wrong_password: "E-mail or password is wrong." };

const signInWithPassword = publicAction(loginSchema, async ({ input }) => {
  try {
    await signIn("credentials", { ...input, redirect: false });
    return { ok: true };
  } catch (error) {
    if (error instanceof SignInLimited) return fail("rate_limited", { detail: { retryAfterSeconds: error.retryAfterSeconds } });
    if (error instanceof CredentialsSignin) return fail("wrong_password");
    throw error;
  }
});

/** Signs in and goes where the visitor wanted to; otherwise says what was wrong, and keeps the e-mail. */
export async function loginAction(_before: LoginState, values: FormData): Promise<LoginState> {
  const result = await signInWithPassword(Object.fromEntries(values));
  if (result.ok) redirect(safeNextPath(values.get("next")));
  const typed = values.get("email");
  return { email: typeof typed === "string" ? typed : "", fields: result.fields ?? {}, problem: result.fields ? undefined : failureText(result, TEXTS) };
}
