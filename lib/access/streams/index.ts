import { env } from "../../platform/env";
import { processWide } from "../../platform/process-wide";
import type { TokenActor } from "../authorization/actor";

/** How many streams are open, by `token:<id>` and `organization:<id>`. */
const open = (): Map<string, number> => processWide("open streams", () => new Map<string, number>());

/**
 * Opens a stream: a response that keeps its connection open while it waits, such as a long poll. Returns a function
 * that closes it, or null if the token or its organization has reached STREAMS_PER_TOKEN or STREAMS_PER_ORGANIZATION in
 * this process.
 */
export function openStream({ tokenId, organizationId }: TokenActor): (() => void) | null {
  const { STREAMS_PER_TOKEN, STREAMS_PER_ORGANIZATION } = env();
  const counted = [`token:${tokenId}`, `organization:${organizationId}`] as const;
  const [ofToken, ofOrganization] = counted.map((key) => open().get(key) ?? 0) as [number, number];
  if (ofToken >= STREAMS_PER_TOKEN || ofOrganization >= STREAMS_PER_ORGANIZATION) return null;
  for (const key of counted) add(key, 1);
  return () => {
    for (const key of counted) add(key, -1);
  };
}

const ending = () => processWide("streams end", () => new AbortController());

/** Aborts when the process stops: streams end then, and do not keep it waiting. */
export const streamsEnd = (): AbortSignal => ending().signal;

/** Ends all streams, when the process stops. */
export const endStreams = (): void => ending().abort();

function add(key: string, change: 1 | -1): void {
  const count = (open().get(key) ?? 0) + change;
  if (count > 0) open().set(key, count);
  else open().delete(key);
}
