"use server";

import { redirect } from "next/navigation";
import { z } from "@/lib/platform/validation/zod";
import { formOf } from "@/components/forms/form-state";
import { action, publicAction } from "@/lib/access/action";
import { chooseOrganization } from "@/lib/access/session/session-store";
import { signOut } from "@/lib/account/next-auth";

const nothing = z.unknown();

const endSession = publicAction(nothing, async () => {
  await signOut({ redirect: false });
  return { ok: true };
});

const showOrganization = action(nothing, async ({ actor }) => {
  await chooseOrganization(actor.sessionId, actor.organizationId);
  return { ok: true };
});

/** Ends this session, here and in the database. */
export async function signOutAction(): Promise<void> {
  const result = await endSession({});
  if (!result.ok) throw new Error(`sign-out was refused: ${result.reason}`);
  redirect("/login");
}

/** Switches the console to another of the user's organizations. */
export async function switchOrganizationAction(values: FormData): Promise<void> {
  const chosen = formOf(values).get("organizationId");
  await showOrganization({ organizationId: typeof chosen === "string" ? chosen : "" });
  redirect("/");
}
