/** The most networks of one token. Separate from the schema, so that forms do not load zod in the browser. */
export const MAX_NETWORKS = 50;
