/** The most networks of one token. Separate from the schema, so that forms do not load zod in the browser. */
export const MAX_NETWORKS = 50;
/** The most windows of one token, beside the requests of a minute. */
export const MAX_WINDOWS = 5;
/** The longest window: a day. Longer ones are quotas. */
export const MAX_WINDOW_SECONDS = 86_400;
/** The most requests that a limit can count. */
export const MAX_REQUESTS = 1_000_000_000;
/** The most requests that one check can count as. */
export const MAX_COST = 1_000;

/** The limit on the requests of a minute, whose name no window may have. */
export const PER_MINUTE = "requestsPerMinute";
/** The organization's limit, for each token and its descendants. */
export const POLICY = "token";
export const QUOTA = "quota";
export const MAX_USES = "maxUses";
