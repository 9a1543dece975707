import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { LoginForm } from "@/components/auth/login-form";
import { AuthLayout } from "@/components/frame/auth-layout";
import { safeNextPath } from "@/lib/access/session/return-path";
import { currentSession, hasDeadCookie } from "@/lib/access/session/session";
import { isSetUp } from "@/lib/setup/queries";
import { loginAction } from "./actions";

export const metadata: Metadata = { title: "Sign in" };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** What was done just before, when signing in right after it did not work. */
const AFTER: Readonly<Record<string, string>> = {
  joining: "You have joined. Sign in with your e-mail and the password that you entered.",
  reset: "Your new password is saved. Sign in with it.",
  "set-up": "Latchkey is set up. Sign in with the e-mail and the password that you entered.",
};

/** Decided by the database, not by the cookie's presence: a dead cookie is cleared and never sent around in circles. */
export default async function LoginPage({ searchParams }: Props) {
  const query = await searchParams;
  const next = safeNextPath(query.next);
  if (await currentSession()) redirect(next);
  if (query.cleared === undefined && (await hasDeadCookie())) redirect(`/login/clear?next=${encodeURIComponent(next)}`);
  if (!(await isSetUp())) redirect("/setup");
  return (
    <AuthLayout title="Sign in" description={typeof query.after === "string" ? AFTER[query.after] : undefined}>
      <LoginForm action={loginAction} next={next} />
    </AuthLayout>
  );
}
