"use server";

import { redirect } from "next/navigation";
import { formOf, refused, type FormState } from "@/components/forms/form-state";
import { publicAction } from "@/lib/access/action";
import { safeNextPath } from "@/lib/access/session/return-path";
import { signInBrowser } from "@/lib/account/sign-in-browser";
import { loginSchema } from "./schema";

const TEXTS = { wrong_password: "E-mail or password is wrong." };

const signInWithPassword = publicAction(loginSchema, ({ input }) => signInBrowser(input));

/** Signs in and goes where the visitor wanted to; otherwise says what was wrong, and keeps the e-mail. */
export async function loginAction(_before: FormState, given: FormData): Promise<FormState> {
  const values = formOf(given);
  const result = await signInWithPassword(Object.fromEntries(values));
  if (result.ok) redirect(safeNextPath(values.get("next")));
  return refused(result, values, ["email"], TEXTS);
}
