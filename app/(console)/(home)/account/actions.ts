"use server";

import { revalidatePath } from "next/cache";
import { changeName, changePassword, revokeSession, signOutEverywhere } from "@/lib/account/mutations";
import {
  changeNameSchema,
  changePasswordSchema,
  revokeSessionSchema,
  signOutEverywhereSchema,
} from "@/lib/account/schema";
import { action } from "@/lib/access/action";

export const changeNameAction = action(changeNameSchema, async ({ actor, input }) => {
  const result = await changeName(actor, input);
  if (result.ok) revalidatePath("/", "layout"); // the frame shows the name
  return result;
});

export const changePasswordAction = action(changePasswordSchema, async ({ actor, input }) => {
  const result = await changePassword(actor, input);
  if (result.ok) revalidatePath("/account");
  return result;
});

export const revokeSessionAction = action(revokeSessionSchema, async ({ actor, input }) => {
  const result = await revokeSession(actor, input);
  revalidatePath("/account"); // also if it had already ended
  return result;
});

/** Re-renders the page unless this ended its own session. */
export const signOutEverywhereAction = action(signOutEverywhereSchema, async ({ actor, input }) => {
  const result = await signOutEverywhere(actor, input);
  if (result.ok && input.keepCurrent) revalidatePath("/account");
  return result;
});
