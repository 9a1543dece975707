import type { Context } from "hono";
import { routePath } from "hono/route";
import type { ContentfulStatusCode, StatusCode } from "hono/utils/http-status";
import { NO_CONTENT_POLICY, NOSNIFF, strictTransport } from "../platform/http/security-headers";
import { servedOverHttps } from "../platform/http/served-origin";
import type { LimitState } from "../access/uses";
import type { HttpExchange } from "./context";

export type Headings = Readonly<Record<string, string>>;

const COMMON: Headings = {
  "cache-control": "no-store",
  "content-security-policy": NO_CONTENT_POLICY,
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "same-origin",
  ...NOSNIFF,
};

let common: Headings | undefined;

/** The headers of every response. Plain objects, because `Headers` cost more than the rest of a refusal. */
function commonHeaders(): Headings {
  return (common ??= { ...COMMON, ...strictTransport(servedOverHttps()) });
}

/** Creates a response with the common headers. */
export function reply(
  c: HttpExchange,
  status: StatusCode,
  body: string | Uint8Array<ArrayBuffer> | null,
  headers: Headings,
): Response {
  const { trace, Response: Answer = Response } = c.env;
  trace.route ??= routePath(c as Context) || null; // without Hono the route is known from the start
  return new Answer(body, { status, headers: { ...commonHeaders(), "x-request-id": trace.id, ...headers } });
}

/** A JSON answer. */
export function json(c: HttpExchange, value: unknown, status: ContentfulStatusCode, headers?: Headings): Response {
  return writtenJson(c, JSON.stringify(value), status, headers);
}

/** An answer that is JSON already. */
export function writtenJson(
  c: HttpExchange,
  value: string | Uint8Array<ArrayBuffer>,
  status: ContentfulStatusCode,
  headers?: Headings,
): Response {
  return reply(c, status, value, { "content-type": "application/json", ...rateFields(c), ...headers });
}

/**
 * RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers), an item for each limit in periods that applies
 * to the caller. Of limits with one name, as a token and its parent may have, the one with the least left.
 */
export function rateFields(c: HttpExchange, limits = c.get("limits")): Headings {
  if (!limits || limits.length === 0) return {};
  const byName = new Map<string, LimitState>();
  for (const state of limits) {
    if (state.resetSeconds !== null && state.remaining < (byName.get(state.name)?.remaining ?? Infinity))
      byName.set(state.name, state);
  }
  if (byName.size === 0) return {};
  const items = [...byName.values()];
  return {
    ratelimit: items
      .map(({ name, remaining, resetSeconds }) => `"${name}";r=${remaining};t=${resetSeconds}`)
      .join(", "),
    "ratelimit-policy": items
      .map(({ name, limit, windowSeconds }) => `"${name}";q=${limit};w=${windowSeconds}`)
      .join(", "),
  };
}

/** The fields of the refusal by a limit that is reached. */
export const rateRefusal = (
  c: HttpExchange,
  { refusing, states }: { readonly refusing: LimitState; readonly states: readonly LimitState[] },
): Headings => ({ "retry-after": String(Math.max(1, refusing.resetSeconds ?? 1)), ...rateFields(c, states) });
