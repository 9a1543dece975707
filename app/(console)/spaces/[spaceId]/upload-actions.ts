import "server-only";
import { z } from "@/lib/platform/validation/zod";
import { action } from "@/lib/access/action";
import { uploadPolicies } from "@/lib/content/policy-mutations";
import { uploadQueryPacks } from "@/lib/content/querypack-mutations";
import { slug } from "@/lib/platform/validation/fields";

const uploadSchema = z.object({ spaceId: slug, overwrite: z.boolean(), bytes: z.instanceof(Uint8Array) });

/**
 * Actions as all others, with the same checks, but called by a route handler: a request of its own tells the browser
 * how much of a file has left, and a server action does not.
 */
export const uploadPoliciesAction = action(uploadSchema, ({ actor, input }) => uploadPolicies(actor, input));

export const uploadQueryPacksAction = action(uploadSchema, ({ actor, input }) => uploadQueryPacks(actor, input));
