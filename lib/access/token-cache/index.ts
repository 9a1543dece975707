import { env } from "../../platform/env";
import { processWide } from "../../platform/process-wide";
import type { InvalidationFeed } from "./invalidation-feed";
import type { InvalidationSink } from "./invalidation-sink";
import { Listener } from "./listener";
import { findRecord } from "./token-record";
import { TokenCache } from "./token-cache";

/** A listener on the application's database. */
export function newListener(sink: InvalidationSink): Listener {
  const { LISTEN_DATABASE_URL, DATABASE_URL } = env();
  return new Listener(LISTEN_DATABASE_URL ?? DATABASE_URL, sink);
}

type OpenFeed = (sink: InvalidationSink) => InvalidationFeed;

const source = () =>
  processWide<{ isUsed: boolean; open: OpenFeed }>("invalidation-feed-source", () => ({
    isUsed: false,
    open: newListener,
  }));

/**
 * Makes this process receive invalidations from `open` instead of its own listener. Call it before anything uses the
 * cache.
 */
export function useInvalidationFeed(open: OpenFeed): void {
  if (source().isUsed) throw new Error("the token cache is in use already");
  source().open = open;
}

/** The token cache of this process. */
export function tokenCache(): TokenCache {
  return processWide("token-cache", () => {
    source().isUsed = true;
    return new TokenCache({ feed: source().open, find: findRecord });
  });
}

/** Starts caching, unless TOKEN_CACHE is off. For long-lived processes. Without it every check is one look-up. */
export function startTokenCache(): void {
  if (env().TOKEN_CACHE) tokenCache().start();
}
