import type { Metadata } from "next";
import { PasswordReset } from "@/components/auth/password-reset";
import { resetPasswordAction } from "./actions";

export const metadata: Metadata = { title: "Choose a new password" };

/** The link's code is all that counts here: a session is neither needed nor looked at. */
export default function ResetPage() {
  return <PasswordReset action={resetPasswordAction} />;
}
