import { RateLimiterPostgres, type RateLimiterRes } from "rate-limiter-flexible";
import { failFastPool } from "../../platform/db/prepared";
import { processWide } from "../../platform/process-wide";
import { fail, type Failure, type Result } from "../../platform/result/result";

/** The state of a caller's limit, for the RateLimit header fields. */
export interface RateState {
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until the window resets. */
  readonly resetSeconds: number;
  readonly windowSeconds: number;
  readonly exceeded: boolean;
}

/** A limiter on PostgreSQL, shared by all instances. `key` names what is counted. */
export function limiter(key: string, points: number, durationSeconds: number): RateLimiterPostgres {
  return processWide(
    `limiter:${key}:${points}`,
    () =>
      new RateLimiterPostgres({
        storeClient: failFastPool,
        storeType: "pool",
        tableName: "RateLimit",
        tableCreated: true,
        keyPrefix: key,
        points,
        duration: durationSeconds,
        inMemoryBlockOnConsumed: points + 1,
        clearExpiredByTimeout: false,
      }),
  );
}

/**
 * Whether a limiter rejected because the limit is reached. Checks the fields, not the class: the limiter may come from
 * the other bundle of this process, which has its own class.
 */
export function isLimited(rejected: unknown): rejected is RateLimiterRes {
  return (
    typeof rejected === "object" && rejected !== null && !(rejected instanceof Error) && "msBeforeNext" in rejected
  );
}

/** Counts by limiters. Fails with `rate_limited` and `retryAfterSeconds` if one of them is over its limit. */
export async function withinLimits(count: () => Promise<unknown>): Promise<Result> {
  try {
    await count();
    return { ok: true };
  } catch (rejected) {
    if (!isLimited(rejected)) throw rejected;
    return rateLimited(rejected);
  }
}

/** The refusal of a limit that is reached. */
export function rateLimited(rejected: RateLimiterRes): Failure {
  return fail("rate_limited", { detail: { retryAfterSeconds: secondsLeft(rejected) } });
}

const secondsLeft = ({ msBeforeNext }: RateLimiterRes): number => Math.max(1, Math.ceil(msBeforeNext / 1000));

const WINDOW_SECONDS = 60;

/**
 * Counts a request of a token or its descendants against the organization's limit per minute. One statement; exact over
 * all instances.
 */
export async function consumeRequest(tokenId: string, perMinute: number): Promise<RateState> {
  try {
    return toState(await limiter("requests", perMinute, WINDOW_SECONDS).consume(tokenId), perMinute, false);
  } catch (rejected) {
    if (isLimited(rejected)) return toState(rejected, perMinute, true);
    throw rejected;
  }
}

function toState(result: RateLimiterRes, limit: number, exceeded: boolean): RateState {
  return {
    limit,
    remaining: Math.max(0, result.remainingPoints),
    resetSeconds: secondsLeft(result),
    windowSeconds: WINDOW_SECONDS,
    exceeded,
  };
}
