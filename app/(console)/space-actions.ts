"use server";

import { revalidatePath } from "next/cache";
import { z } from "@/lib/platform/validation/zod";
import { action } from "@/lib/access/action";
import { createSpace, deleteSpace, updateSpace } from "@/lib/spaces/mutations";
import { getSpaceContents } from "@/lib/spaces/queries";
import { createSpaceSchema, deleteSpaceSchema, updateSpaceSchema } from "@/lib/spaces/schema";
import { slug } from "@/lib/platform/validation/fields";

/** The frame of every page names the spaces. */
function refreshEverywhere(): void {
  revalidatePath("/", "layout");
}

export const createSpaceAction = action(createSpaceSchema, async ({ actor, input }) => {
  const result = await createSpace(actor, input);
  if (!result.ok) return result;
  refreshEverywhere();
  return { ok: true, spaceId: result.space.id };
});

export const updateSpaceAction = action(updateSpaceSchema, async ({ actor, input }) => {
  const result = await updateSpace(actor, input);
  if (!result.ok) return result;
  refreshEverywhere();
  return { ok: true };
});

/** Draws nothing anew: the page may be the deleted space's own, and its form leads away. */
export const deleteSpaceAction = action(deleteSpaceSchema.required({ confirmName: true }), async ({ actor, input }) => {
  const result = await deleteSpace(actor, input);
  return result.ok ? { ok: true } : result;
});

export const spaceContentsAction = action(z.object({ spaceId: slug }), ({ actor, input }) =>
  getSpaceContents(actor, input.spaceId),
);
