import type { BenchCall, BenchTarget } from "../target";

/** A request with a token in the Authorization header. */
export function bearer(token: string, more: { readonly type?: string; readonly body?: string } = {}): BenchCall {
  const { type, body } = more;
  const headers = { authorization: `Bearer ${token}`, ...(type === undefined ? {} : { "content-type": type }) };
  return body === undefined ? { headers } : { method: "POST", headers, body };
}

/** Few enough that each connection of the generator can prepare all of them. */
const FEW = 100;

/** A request for each token. A few are built before the measurement, many during it. */
export function callsFor(tokens: readonly string[], callOf: (token: string) => BenchCall): BenchTarget["call"] {
  if (tokens.length <= FEW) return tokens.map((token) => callOf(token));
  const next = inTurn(tokens);
  return () => callOf(next());
}

/** Returns the items in turn, starting at a random one. */
export function inTurn<T>(items: readonly T[]): () => T {
  let next = Math.floor(Math.random() * items.length);
  return () => items[(next += 1) % items.length] as T;
}
