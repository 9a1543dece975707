import { z } from "../platform/validation/zod";
import { givenPasswordSchema, passwordSchema } from "../passwords/schema";
import { id, line } from "../platform/validation/fields";

export const changeNameSchema = z.object({ name: line(100, "your name") });
export type ChangeNameInput = z.output<typeof changeNameSchema>;

export const changePasswordSchema = z.object({ current: givenPasswordSchema, next: passwordSchema });
export type ChangePasswordInput = z.output<typeof changePasswordSchema>;

export const revokeSessionSchema = z.object({ sessionId: id });
export type RevokeSessionInput = z.output<typeof revokeSessionSchema>;

export const signOutEverywhereSchema = z.object({
  /** Keeps the session of this request. */
  keepCurrent: z.boolean().default(false),
});
export type SignOutEverywhereInput = z.output<typeof signOutEverywhereSchema>;
