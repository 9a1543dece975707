import type { Call } from "../load";

/** A request with a token in the Authorization header. */
export function bearer(token: string, more: { readonly type?: string; readonly body?: string } = {}): Call {
  const { type, body } = more;
  const headers = { authorization: `Bearer ${token}`, ...(type === undefined ? {} : { "content-type": type }) };
  return body === undefined ? { headers } : { method: "POST", headers, body };
}

/** Gives the items in turn, from anywhere on. */
export function inTurn<T>(items: readonly T[]): () => T {
  let next = Math.floor(Math.random() * items.length);
  return () => items[(next += 1) % items.length] as T;
}
