import type { Role } from "../access/authorization/permissions";

/** The person themselves. */
export interface AccountDto {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

/** A place where the person is signed in. */
export interface SessionDto {
  readonly id: string;
  /** The session that asks. */
  readonly current: boolean;
  readonly address: string | null;
  /** The browser, as it named itself at sign-in. */
  readonly userAgent: string | null;
  /** ISO 8601, UTC. */
  readonly signedInAt: string;
  readonly lastSeenAt: string;
  readonly expiresAt: string;
}
