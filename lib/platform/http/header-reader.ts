/** Reads request headers by lower-case name; null if absent. */
export type HeaderReader = Pick<Headers, "get">;
