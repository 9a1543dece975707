/** Limits of an API's fields. Separate from the schemas, so that forms do not load zod in the browser. */
export const MAX_API_NAME_LENGTH = 100;
export const MAX_API_DESCRIPTION_LENGTH = 1000;
export const MAX_IDENTIFIER_LENGTH = 500;
/** The most scopes of an API, those that were removed not counted. */
export const MAX_SCOPES = 500;
export const MAX_SCOPE_NAME_LENGTH = 64;
export const MAX_SCOPE_DESCRIPTION_LENGTH = 200;
/** The longest lifetime of an API's tokens, in days. */
export const MAX_LIFETIME_DAYS = 3650;
/** The longest prefix of an API's tokens, in characters. */
export const MAX_TOKEN_PREFIX_LENGTH = 24;

/** A scope's name (RFC 6749 section 3.3): visible ASCII characters without the double quote and the backslash. */
export const SCOPE_NAME = new RegExp(`^[!#-[\\]-~]{1,${MAX_SCOPE_NAME_LENGTH}}$`);
export const SCOPE_NAME_RULE =
  `Use 1 to ${MAX_SCOPE_NAME_LENGTH} visible ASCII characters, ` + "without spaces, double quotes and backslashes.";

/** The algorithms that sign JWTs (RFC 7518, RFC 8037). */
export const ALGORITHMS = ["EdDSA", "ES256", "RS256"] as const;
export type Algorithm = (typeof ALGORITHMS)[number];
