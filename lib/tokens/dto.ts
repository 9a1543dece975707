import type { Permission } from "../access/authorization/permissions";
import type { TokenStatus } from "./limits";

/** A token as users and clients see it. It contains no secret. */
export interface TokenDto {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly hint: string;
  /** Null: all spaces of the organization. */
  readonly space: { readonly id: string; readonly name: string } | null;
  readonly permissions: readonly Permission[];
  readonly status: TokenStatus;
  /** ISO 8601, UTC; null: never. */
  readonly expiresAt: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
  /** Whether its creator is disabled or no longer a member. */
  readonly creatorLeft: boolean;
  readonly revokedAt: string | null;
  readonly revokedBy: string | null;
  readonly lastUsed: { readonly at: string; readonly address: string | null; readonly agent: string | null } | null;
  /** Null if a user created it. */
  readonly parentId: string | null;
  readonly version: number;
  /** When the last of the secrets that were rotated away stops working. ISO 8601, UTC. Null if none works. */
  readonly oldSecretUntil: string | null;
}

/** A changed token, and how many of its descendants now expire with it. */
export interface EditedToken {
  readonly token: TokenDto;
  readonly alsoShortened: number;
}

/** A token with new permissions, and how many of its descendants lost some or all of theirs. */
export interface RepermissionedToken {
  readonly token: TokenDto;
  readonly alsoNarrowed: number;
  readonly alsoRevoked: number;
}

/** A revoked token, and how many of its descendants were revoked with it. */
export interface RevokedToken {
  readonly token: TokenDto;
  readonly alsoRevoked: number;
}
