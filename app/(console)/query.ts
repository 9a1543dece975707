/** The query of a page's URL, as Next gives it. */
export type Query = Record<string, string | string[] | undefined>;

/** Beyond any cursor or search text. */
const LONGEST = 1_000;

/** The named parameters that are given once and not empty; `schema.safeParse` judges their values. */
export function textsOf(query: Query, names: readonly string[]): Record<string, string> {
  const entries = names.map((name) => [name, query[name]] as const);
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, string] => typeof entry[1] === "string" && entry[1] !== "" && entry[1].length <= LONGEST));
}

/** A path with parameters; those without a value are left out. */
export function withQuery(path: string, parameters: Record<string, string | undefined>): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}
