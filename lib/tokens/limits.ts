/** Limits of a token's fields. Separate from the schemas, so that forms do not load zod in the browser. */
export const MAX_TOKEN_NAME_LENGTH = 100;
export const MAX_TOKEN_DESCRIPTION_LENGTH = 1000;
/** The default lifetime in the form, in days. */
export const PROPOSED_LIFETIME_DAYS = 90;
/** The lifetimes that the form offers, in days. */
export const LIFETIME_CHOICES = [30, 60, 90] as const;
export const DAY_MS = 86_400_000;

/** A live token counts as expiring this many days before its end: in the list, the filter and the counts. */
export const EXPIRING_DAYS = 14;
/** The statuses of a token, by the database's clock. `expiring` means live and ending within EXPIRING_DAYS. */
export const TOKEN_STATUSES = ["live", "expiring", "expired", "revoked"] as const;
export type TokenStatus = (typeof TOKEN_STATUSES)[number];
export const TOKEN_SORTS = ["name", "created", "lastUsed", "expires"] as const;
export type TokenSort = (typeof TOKEN_SORTS)[number];

/** The most days that the filter by unused tokens looks back. */
export const MAX_UNUSED_DAYS = 3_650;

/** The grace periods that the form offers for an old secret, in seconds. */
export const GRACE_CHOICES = [0, 3_600, 86_400, 604_800] as const;

/** The days back that a forecast of a token policy looks for uses. */
export const FORECAST_DAYS = 7;

/** The most scopes of one token, of all APIs together. */
export const MAX_GRANTED_SCOPES = 1_000;

/** The most APIs that a token names: those whose scopes an Issuer gives to tokens, or that a Verifier is bound to. */
export const MAX_NAMED_APIS = 100;
/** What a subject consists of; `.` and `..` are none. */
export const SUBJECT = /^[A-Za-z0-9._~@|+-]{1,200}$/;
export const SUBJECT_RULE = "Use 1 to 200 of A-Z a-z 0-9 . _ ~ @ | + -";
/** The most bytes of a token's metadata, as JSON in UTF-8. */
export const MAX_METADATA_BYTES = 4_096;
/** Up to how many tokens are counted where there may be millions. A count that is one higher means more. */
export const MAX_COUNTED = 10_000;
/** The most tokens of a subject that are revoked at once. */
export const MAX_REVOKED_AT_ONCE = 100_000;

/** The most secrets of one token that work at a time: the current one and those in grace. */
export const MAX_SECRETS = 3;
