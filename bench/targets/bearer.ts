import type { BenchCall, BenchTarget } from "../load";

/** A request with a token in the Authorization header. */
export function bearer(token: string, more: { readonly type?: string; readonly body?: string } = {}): BenchCall {
  const { type, body } = more;
  const headers = { authorization: `Bearer ${token}`, ...(type === undefined ? {} : { "content-type": type }) };
  return body === undefined ? { headers } : { method: "POST", headers, body };
}

/** Few enough for each connection of the generator to have them all ready. */
const FEW = 100;

/**
 * A request for each token: made before the measurement where there are few, and one after the other where there are
 * many.
 */
export function callsFor(tokens: readonly string[], callOf: (token: string) => BenchCall): BenchTarget["call"] {
  if (tokens.length <= FEW) return tokens.map((token) => callOf(token));
  const next = inTurn(tokens);
  return () => callOf(next());
}

/** Gives the items in turn, from anywhere on. */
export function inTurn<T>(items: readonly T[]): () => T {
  let next = Math.floor(Math.random() * items.length);
  return () => items[(next += 1) % items.length] as T;
}
