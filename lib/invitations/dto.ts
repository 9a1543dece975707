import type { Role } from "../access/authorization/permissions";

/** An open invitation, as administrators see it. Nothing in it opens anything. */
export interface InvitationDto {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly invitedBy: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly expiresAt: string;
  /** Past its time, but not yet replaced or withdrawn. */
  readonly expired: boolean;
}

/** What the holder of an invitation's link sees before accepting it. */
export interface InvitationOffer {
  readonly organizationName: string;
  readonly email: string;
  readonly role: Role;
  readonly invitedBy: string;
  readonly expiresAt: string;
  /** Whether the address has an account that belongs to an organization. Its password is asked for. */
  readonly hasAccount: boolean;
}
