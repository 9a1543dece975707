import type { Role } from "../access/authorization/permissions";

/** The signed-in user's own account. */
export interface AccountDto {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

/** A session of the user. */
export interface SessionDto {
  readonly id: string;
  /** Whether it is the session of this request. */
  readonly current: boolean;
  readonly address: string | null;
  /** The User-Agent header at sign-in. */
  readonly userAgent: string | null;
  /** ISO 8601, UTC. */
  readonly signedInAt: string;
  readonly lastSeenAt: string;
  readonly expiresAt: string;
}
