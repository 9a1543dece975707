import type { Role } from "../access/authorization/permissions";

/** An open invitation as administrators see it, without its secret. */
export interface InvitationDto {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly invitedBy: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly expiresAt: string;
  /** Expired, but not replaced or withdrawn. */
  readonly expired: boolean;
}

/** What the holder of an invitation link sees before accepting it. */
export interface InvitationOffer {
  readonly organizationName: string;
  readonly email: string;
  readonly role: Role;
  readonly invitedBy: string;
  readonly expiresAt: string;
  /** Whether the address has an account in an organization, whose password is required. */
  readonly hasAccount: boolean;
}
