import { z } from "../platform/validation/zod";
import { ROLES } from "../access/authorization/permissions";
import { pageFields } from "../platform/paging/page";
import { givenPasswordSchema } from "../passwords/schema";
import { Secret } from "../platform/secret";
import { email, id, line } from "../platform/validation/fields";

/** How long an invitation can be accepted, in hours. */
export const INVITATION_HOURS = 72;

export const inviteMemberSchema = z.object({
  email,
  role: z.enum(ROLES, { error: "Choose a role." }).default("member"),
});
export type InviteMemberInput = z.output<typeof inviteMemberSchema>;

export const revokeInvitationSchema = z.object({ invitationId: id });
export type RevokeInvitationInput = z.output<typeof revokeInvitationSchema>;

/** A page of the open invitations, the newest first. */
export const listInvitationsSchema = z.object(pageFields);
export type ListInvitationsInput = z.output<typeof listInvitationsSchema>;

/** The secret of an invitation's link: 32 random bytes in base64url. Anything else is no invitation. */
export const invitationSecret = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .transform((value) => new Secret(value));

/**
 * Whoever has no account yet gives a name and chooses a password; who has one gives its password. Which of the two it
 * is, and so whether the password must be a good one, is known when the invitation was looked up.
 */
export const acceptInvitationSchema = z.object({
  secret: invitationSecret,
  name: line(100, "your name").optional(),
  password: givenPasswordSchema,
});
export type AcceptInvitationInput = z.output<typeof acceptInvitationSchema>;
