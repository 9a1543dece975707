"use server";

import { notFound, redirect } from "next/navigation";
import { formOf, refused, type FormState } from "@/components/forms/form-state";
import { publicAction } from "@/lib/access/action";
import { trySignInBrowser } from "@/lib/account/sign-in-browser";
import { fail } from "@/lib/platform/result/result";
import { setUp } from "@/lib/setup/mutations";
import { isSetUp } from "@/lib/setup/queries";
import { setUpFormSchema } from "./schema";

/** The code too: it is shown again to the one who typed it, and works once. */
const KEPT = ["code", "organizationName", "organizationCode", "name", "email"];
const TEXTS = {
  wrong_code: "This is not the set-up code.",
  wrong_password: "There is an account with this e-mail address. Enter its password.",
};

const setUpHere = publicAction(
  setUpFormSchema,
  async ({ input, address }) => {
    const done = await setUp(input, address);
    if (!done.ok) return done;
    const { email, password } = input.admin;
    return { ok: true, isSignedIn: await trySignInBrowser({ email, password: password.reveal() }) };
  },
  async () => ((await isSetUp()) ? fail("not_found") : { ok: true }),
);

/** Makes the first organization and its Super Admin, signs them in and leads to the first token. */
export async function setUpAction(_before: FormState, given: FormData): Promise<FormState> {
  const values = formOf(given);
  const result = await setUpHere(Object.fromEntries(values));
  if (result.ok) redirect(result.isSignedIn ? "/admin/tokens" : "/login?after=set-up&next=%2Fadmin%2Ftokens");
  if (result.reason === "not_found") notFound();
  return refused(
    { ...result, ...(result.field && { field: result.field.replace("admin.", "") }) },
    values,
    KEPT,
    TEXTS,
  );
}
