import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { SetupForm } from "@/components/auth/setup-form";
import { AuthLayout } from "@/components/frame/auth-layout";
import { openSetUp } from "@/lib/setup/require-setup-code";
import { setUpAction } from "./actions";

export const metadata: Metadata = { title: "Set up" };

/** Exists while there is no organization. */
export default async function SetupPage() {
  if (!(await openSetUp())) notFound();
  return (
    <AuthLayout
      title="Set up Latchkey"
      description="Create your organization, with you as its first Super Admin. After that, this page is closed."
    >
      <SetupForm action={setUpAction} />
    </AuthLayout>
  );
}
