import { z } from "../platform/validation/zod";
import { contactsSchema, pairsSchema } from "../platform/validation/facts";
import { line, prose } from "../platform/validation/fields";

/** The short code of an organization, such as `ASO`. */
export const organizationCode = z
  .string({ error: "Enter a code." })
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9]{2,10}$/, "Use 2 to 10 letters and digits, such as ASO.");

export const organizationName = line(100, "a name");

/** What an organization sets for all of its tokens. Null is no limit. */
export const tokenPolicySchema = z.object({
  tokenMaxLifetimeDays: z
    .number()
    .int("Enter whole days.")
    .min(1, "Choose at least one day.")
    .max(3650, "Choose at most 3650 days.")
    .nullable(),
  tokenRequestsPerMinute: z
    .number()
    .int("Enter a whole number.")
    .min(1, "Choose at least 1.")
    .max(1_000_000, "Choose at most 1,000,000.")
    .nullable(),
});
export type TokenPolicyInput = z.output<typeof tokenPolicySchema>;

/** Missing fields do not change. `version` is the one that the editor saw; without it, the last write wins. */
export const updateOrganizationSchema = z.object({
  version: z.number().int().positive().optional(),
  name: organizationName.optional(),
  code: organizationCode.optional(),
  description: prose(1_000).optional(),
  company: prose(200).optional(),
  annotations: pairsSchema.optional(),
  tags: pairsSchema.optional(),
  contacts: contactsSchema.optional(),
  /** The maximum lifetime of tokens in days, including existing ones; null allows tokens without expiration. */
  tokenMaxLifetimeDays: tokenPolicySchema.shape.tokenMaxLifetimeDays.optional(),
  /** Requests per minute of a token and its descendants; null for no limit. */
  tokenRequestsPerMinute: tokenPolicySchema.shape.tokenRequestsPerMinute.optional(),
});
export type UpdateOrganizationInput = z.output<typeof updateOrganizationSchema>;

/** The console requires the organization's name; API clients may omit it. `version` as for an update. */
export const deleteOrganizationSchema = z.object({
  version: z.number().int().positive().optional(),
  confirmName: z.string().max(200).optional(),
});
export type DeleteOrganizationInput = z.output<typeof deleteOrganizationSchema>;
