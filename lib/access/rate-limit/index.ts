import { RateLimiterPostgres, type RateLimiterRes } from "rate-limiter-flexible";
import { failFastPool } from "../../platform/db/prepared";
import { processWide } from "../../platform/process-wide";
import { fail, type Failure, type Result } from "../../platform/result/result";

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
