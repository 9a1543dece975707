import type { Role } from "../access/authorization/permissions";

/** A member of an organization, as people and programs see them. */
export interface MemberDto {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly disabled: boolean;
  /** ISO 8601, UTC. */
  readonly joinedAt: string;
  /** When they last did something in this organization's console; null: never, or too long ago to be known. */
  readonly lastSeenAt: string | null;
  readonly version: number;
}
