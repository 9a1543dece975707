"use server";

import { redirect } from "next/navigation";
import { formOf, refused, type FormState } from "@/components/forms/form-state";
import { publicAction } from "@/lib/access/action";
import { safeNextPath } from "@/lib/access/session/return-path";
import { signInBrowser } from "@/lib/account/sign-in-browser";
import { z } from "@/lib/platform/validation/zod";
import { email } from "@/lib/platform/validation/fields";

/** The form's fields. What no password can be is refused by the same words as a wrong one, later. */
const loginSchema = z.object({
  email,
  password: z
    .string({ error: "Enter your password." })
    .min(1, "Enter your password.")
    .max(10_000, "This is not your password."),
});

const TEXTS = { wrong_password: "E-mail or password is wrong." };

const signInWithPassword = publicAction(loginSchema, ({ input }) => signInBrowser(input));

/** Signs in and goes where the visitor wanted to; otherwise says what was wrong, and keeps the e-mail. */
export async function loginAction(_before: FormState, given: FormData): Promise<FormState> {
  const values = formOf(given);
  const result = await signInWithPassword(Object.fromEntries(values));
  if (result.ok) redirect(safeNextPath(values.get("next")));
  return refused(result, values, ["email"], TEXTS);
}
