import "server-only";
import { z } from "@/lib/platform/validation/zod";
import { action } from "@/lib/access/action";
import { uploadPolicies } from "@/lib/content/policy-mutations";
import { uploadQueryPacks } from "@/lib/content/querypack-mutations";
import { slug } from "@/lib/platform/validation/fields";

const uploadSchema = z.object({ spaceId: slug, overwrite: z.boolean(), bytes: z.instanceof(Uint8Array) });

/**
 * Actions with the usual checks, called by a route handler: a separate request reports upload progress to the browser,
 * and a server action does not.
 */
export const uploadPoliciesAction = action(uploadSchema, ({ actor, input }) => uploadPolicies(actor, input));

export const uploadQueryPacksAction = action(uploadSchema, ({ actor, input }) => uploadQueryPacks(actor, input));
