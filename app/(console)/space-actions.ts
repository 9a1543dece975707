"use server";

import { revalidatePath } from "next/cache";
import { z } from "@/lib/platform/validation/zod";
import { action } from "@/lib/access/action";
import { createSpace, deleteSpace, updateSpace } from "@/lib/spaces/mutations";
import { getSpaceContents } from "@/lib/spaces/queries";
import { createSpaceSchema, deleteSpaceSchema, updateSpaceSchema } from "@/lib/spaces/schema";
import { slug } from "@/lib/platform/validation/fields";

/** Revalidates all pages, because their frames list the spaces. */
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

/** Does not re-render: the page may belong to the deleted space, and its form navigates away. */
export const deleteSpaceAction = action(deleteSpaceSchema.required({ confirmName: true }), async ({ actor, input }) => {
  const result = await deleteSpace(actor, input);
  return result.ok ? { ok: true } : result;
});

export const spaceContentsAction = action(z.object({ spaceId: slug }), ({ actor, input }) =>
  getSpaceContents(actor, input.spaceId),
);
