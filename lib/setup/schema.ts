import { z } from "zod";
import { passwordSchema } from "../passwords/schema";
import { Secret } from "../secret";
import { email, line } from "../text";

/** The short code of an organization, such as `ASO`. */
export const organizationCode = z
  .string({ error: "Enter a code." })
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9]{2,10}$/, "Use 2 to 10 letters and digits, such as ASO.");

export const setUpSchema = z.object({
  /** The one-time code from the terminal, or SETUP_CODE. */
  code: z
    .string({ error: "Enter the set-up code." })
    .trim()
    .min(1, "Enter the set-up code.")
    .max(200, "This is not the set-up code.")
    .transform((value) => new Secret(value)),
  organization: z.object({
    name: line(100, "a name"),
    /** Left out: proposed from the name. */
    code: organizationCode.optional(),
  }),
  admin: z.object({ name: line(100, "your name"), email, password: passwordSchema }),
});
export type SetUpInput = z.output<typeof setUpSchema>;
