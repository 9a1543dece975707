import { timingSafeEqual } from "node:crypto";
import { digestOf } from "./token-digest";

/**
 * Whether a request's Bearer token is a secret of the operator's (METRICS_TOKEN, CRON_SECRET). Digests have one length,
 * so that the time of the comparison tells nothing.
 */
export function presents(headers: Headers, expected: string): boolean {
  const presented = /^Bearer +(.+)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? "";
  return timingSafeEqual(digestOf(presented), digestOf(expected));
}
