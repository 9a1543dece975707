/** Whatever tells the headers of a request by their lower-case names; null for one that is absent. */
export type HeaderReader = Pick<Headers, "get">;
