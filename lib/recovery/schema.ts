import { z } from "../platform/validation/zod";
import { linkSecret } from "../access/credentials/link-secret";
import { passwordSchema } from "../passwords/schema";
import { id } from "../platform/validation/fields";

/** How long a reset link works, in minutes. */
export const RESET_MINUTES = 30;

export const createResetLinkSchema = z.object({ userId: id });
export type CreateResetLinkInput = z.output<typeof createResetLinkSchema>;

export const resetPasswordSchema = z.object({ secret: linkSecret, password: passwordSchema });
export type ResetPasswordInput = z.output<typeof resetPasswordSchema>;
