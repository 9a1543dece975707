import { z } from "../platform/validation/zod";
import { organizationCode, organizationName } from "../organizations/schema";
import { passwordSchema } from "../passwords/schema";
import { Secret } from "../platform/secret";
import { email, line } from "../platform/validation/fields";

export const setUpSchema = z.object({
  /** The one-time code from the terminal, or SETUP_CODE. */
  code: z
    .string({ error: "Enter the set-up code." })
    .trim()
    .min(1, "Enter the set-up code.")
    .max(200, "This is not the set-up code.")
    .transform((value) => new Secret(value)),
  organization: z.object({
    name: organizationName,
    /** Default: derived from the name. */
    code: organizationCode.optional(),
  }),
  admin: z.object({ name: line(100, "your name"), email, password: passwordSchema }),
});
export type SetUpInput = z.output<typeof setUpSchema>;
