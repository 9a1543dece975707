import { RateLimiterMemory } from "rate-limiter-flexible";
import { addressBlock } from "../../platform/http/ip-address";
import { processWide } from "../../platform/process-wide";
import type { Result } from "../../platform/result/result";
import { isLimited, rateLimited } from ".";

/** How many dead or unknown tokens one address may present in a minute, to one process, without authentication. */
export const MAX_DEAD_TOKENS = 60;
const WINDOW_SECONDS = 60;

/** In memory: who sends dead tokens must not cause writes. */
const limiter = () =>
  processWide(
    "limiter:dead-tokens",
    () => new RateLimiterMemory({ points: MAX_DEAD_TOKENS, duration: WINDOW_SECONDS }),
  );

/** Counts a dead or unknown token against the address that sent it; `rate_limited` with `retryAfterSeconds` beyond the limit. */
export async function countDeadToken(address: string | null): Promise<Result> {
  try {
    await limiter().consume(addressBlock(address));
    return { ok: true };
  } catch (rejected) {
    if (!isLimited(rejected)) throw rejected;
    return rateLimited(rejected);
  }
}
