/** Why a token was denied, in the order in which the conditions are evaluated. */
export const REASONS = [
  "malformed",
  "unknown",
  "revoked",
  "expired",
  "not_yet_valid",
  "network",
  "wrong_api",
  "permission",
  "scope",
  "space_access",
  "rate_limited",
  "quota_exceeded",
] as const;
export type Reason = (typeof REASONS)[number];

/** Where a token was presented. */
export const SURFACES = ["rest", "graphql", "forward-auth", "introspection", "verify", "exchange"] as const;
export type Surface = (typeof SURFACES)[number];
