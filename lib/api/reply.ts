import type { Context } from "hono";
import { routePath } from "hono/route";
import type { ContentfulStatusCode, StatusCode } from "hono/utils/http-status";
import { NO_CONTENT_POLICY, NOSNIFF, strictTransport } from "../platform/http/security-headers";
import { servedOverHttps } from "../platform/http/served-origin";
import type { Accepted, Policy, Refused } from "../access/uses";
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
  body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null,
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

type Periodic = Pick<Accepted, "tightest" | "policies">;

/**
 * RateLimit and RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers): all limits in periods that apply to the
 * caller, and what is left of the one with the least left.
 */
export function rateFields(c: HttpExchange, use: Periodic | undefined = c.get("use")): Headings {
  if (!use?.tightest) return {};
  const { name, remaining, resetSeconds } = use.tightest;
  return { ratelimit: `"${name}";r=${remaining};t=${resetSeconds}`, "ratelimit-policy": policyText(use.policies) };
}

/** By the policies of a token's record, which are the same object for each of its requests. */
const texts = new WeakMap<readonly Policy[], string>();

function policyText(policies: readonly Policy[]): string {
  const known = texts.get(policies);
  if (known !== undefined) return known;
  const text = policies.map(({ name, limit, windowSeconds }) => `"${name}";q=${limit};w=${windowSeconds}`).join(", ");
  texts.set(policies, text);
  return text;
}

/** The fields of the refusal by a limit that is reached. */
export const rateRefusal = (c: HttpExchange, { refusing, policies }: Refused): Headings => ({
  "retry-after": String(Math.max(1, refusing.resetSeconds ?? 1)),
  ...rateFields(c, { tightest: refusing, policies }),
});
