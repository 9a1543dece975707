import { z } from "../platform/validation/zod";
import { ROLES } from "../access/authorization/permissions";
import { linkSecret } from "../access/credentials/link-secret";
import { pageFields } from "../platform/paging/page";
import { givenPasswordSchema } from "../passwords/schema";
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

/** A page of the open invitations, newest first. */
export const listInvitationsSchema = z.object(pageFields);
export type ListInvitationsInput = z.output<typeof listInvitationsSchema>;

/**
 * A user without an account chooses a name and a password; a user with one gives its password. Which case applies, and
 * whether the password must be a good one, is known after the invitation is read.
 */
export const acceptInvitationSchema = z.object({
  secret: linkSecret,
  name: line(100, "your name").optional(),
  password: givenPasswordSchema,
});
export type AcceptInvitationInput = z.output<typeof acceptInvitationSchema>;
