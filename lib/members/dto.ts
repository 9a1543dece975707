import type { Role } from "../access/authorization/permissions";

/** A member of an organization as users and clients see them. */
export interface MemberDto {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly disabled: boolean;
  /** ISO 8601, UTC. */
  readonly joinedAt: string;
  /** Their last activity in this organization's console; null if never, or if it is no longer stored. */
  readonly lastSeenAt: string | null;
  readonly version: number;
}
