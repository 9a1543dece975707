import type { Reason, Surface } from "./reasons";

/** Each reason in a few words. */
export const REASON_LABELS: Record<Reason, string> = {
  malformed: "Not a token",
  unknown: "Unknown token",
  revoked: "Deleted",
  expired: "Expired or used up",
  not_yet_valid: "Not valid yet",
  network: "Other network",
  wrong_api: "Other API",
  permission: "Permission missing",
  scope: "Scope missing",
  space_access: "Other space",
  rate_limited: "Too many requests",
  quota_exceeded: "Quota used up",
};

export const SURFACE_LABELS: Record<Surface, string> = {
  rest: "REST API",
  graphql: "GraphQL",
  "forward-auth": "Forward auth",
  introspection: "Introspection",
  verify: "Verify",
  exchange: "Token exchange",
};
