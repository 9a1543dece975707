/** Limits of an API's fields. Separate from the schemas, so that forms do not load zod in the browser. */
export const MAX_API_NAME_LENGTH = 100;
export const MAX_API_DESCRIPTION_LENGTH = 1000;
export const MAX_IDENTIFIER_LENGTH = 500;
/** The most scopes of an API, those that were removed not counted. */
export const MAX_SCOPES = 500;
export const MAX_SCOPE_NAME_LENGTH = 64;
export const MAX_SCOPE_DESCRIPTION_LENGTH = 200;

/** The algorithms that sign JWTs (RFC 7518, RFC 8037). */
export const ALGORITHMS = ["EdDSA", "ES256", "RS256"] as const;
export type Algorithm = (typeof ALGORITHMS)[number];
