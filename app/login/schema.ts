import { z } from "@/lib/platform/validation/zod";
import { email } from "@/lib/platform/validation/fields";

/** The form's fields. What no password can be is refused by the same words as a wrong one, later. */
export const loginSchema = z.object({
  email,
  password: z
    .string({ error: "Enter your password." })
    .min(1, "Enter your password.")
    .max(10_000, "This is not your password."),
});
