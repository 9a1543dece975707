import { RateLimiterMemory } from "rate-limiter-flexible";
import { addressBlock } from "../../platform/http/ip-address";
import { processWide } from "../../platform/process-wide";
import type { Result } from "../../platform/result/result";
import { withinLimits } from ".";

/** How many dead or unknown tokens one address may send per minute and process. */
export const MAX_DEAD_TOKENS = 60;
const WINDOW_SECONDS = 60;

/** In memory, so that dead tokens cause no writes. */
const limiter = () =>
  processWide(
    "limiter:dead-tokens",
    () => new RateLimiterMemory({ points: MAX_DEAD_TOKENS, duration: WINDOW_SECONDS }),
  );

/**
 * Counts a dead or unknown token for its sender's address. Fails with `rate_limited` and `retryAfterSeconds` over the
 * limit.
 */
export async function countDeadToken(address: string | null): Promise<Result> {
  return withinLimits(() => limiter().consume(addressBlock(address)));
}
