/** Bounds of a token's fields. Apart from the schemas, so that forms in the browser do not bring zod along. */
export const MAX_TOKEN_NAME_LENGTH = 100;
export const MAX_TOKEN_DESCRIPTION_LENGTH = 1000;
/** The life that the form proposes, in days. */
export const PROPOSED_LIFETIME_DAYS = 90;
/** The lives that the form offers, in days. */
export const LIFETIME_CHOICES = [30, 60, 90] as const;
export const DAY_MS = 86_400_000;

/** Days before its end from which a live token counts as expiring, in the list, its filter and the counts alike. */
export const EXPIRING_DAYS = 14;
/** What a token can be, by the database's clock: `expiring` is live, and ends within EXPIRING_DAYS. */
export const TOKEN_STATUSES = ["live", "expiring", "expired", "revoked"] as const;
export type TokenStatus = (typeof TOKEN_STATUSES)[number];
export const TOKEN_SORTS = ["name", "created", "lastUsed", "expires"] as const;
export type TokenSort = (typeof TOKEN_SORTS)[number];

/** How long an old secret may go on after a rotation, as the form offers it, in seconds. */
export const GRACE_CHOICES = [0, 3_600, 86_400, 604_800] as const;

/** The days back that a forecast of a token policy looks for uses. */
export const FORECAST_DAYS = 7;
