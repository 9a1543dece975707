import { timingSafeEqual } from "node:crypto";
import { digestOf } from "./token-digest";

/** Whether a scraper presented METRICS_TOKEN as its Bearer token. Digests have one length, so that the comparison tells nothing. */
export function mayReadMetrics(headers: Headers, expected: string): boolean {
  const presented = /^Bearer +(.+)$/i.exec(headers.get("authorization") ?? "")?.[1] ?? "";
  return timingSafeEqual(digestOf(presented), digestOf(expected));
}
