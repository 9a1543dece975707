import { createHash, timingSafeEqual } from "node:crypto";
import { RateLimiterRes } from "rate-limiter-flexible";
import { addressBlock } from "../platform/http/ip-address";
import { limiter } from "../access/rate-limit";
import { env } from "../platform/env";
import { log } from "../platform/log";
import { fail, type Result } from "../platform/result/result";
import type { Secret } from "../platform/secret";

const WINDOW_SECONDS = 900;
const PER_ADDRESS = 10;
const IN_ALL = 100;

/**
 * Whether `given` is the set-up code. Every try counts, the right one too: `rate_limited` with `retryAfterSeconds`
 * after 10 from one address or 100 in all within 15 minutes, `wrong_code` otherwise. Compared in constant time.
 */
export async function requireSetupCode(given: Secret, address: string | null): Promise<Result> {
  const counted = await countTry(addressBlock(address));
  if (!counted.ok) return counted;
  const { SETUP_CODE } = env();
  if (SETUP_CODE === undefined) {
    log.warn("somebody tried to set Latchkey up, but SETUP_CODE is not set");
    return fail("wrong_code", { field: "code" });
  }
  return timingSafeEqual(digest(SETUP_CODE), digest(given.reveal()))
    ? { ok: true }
    : fail("wrong_code", { field: "code" });
}

async function countTry(block: string): Promise<Result> {
  try {
    await limiter("setup:address", PER_ADDRESS, WINDOW_SECONDS).consume(block);
    await limiter("setup", IN_ALL, WINDOW_SECONDS).consume("all");
    return { ok: true };
  } catch (rejected) {
    if (!(rejected instanceof RateLimiterRes)) throw rejected;
    return fail("rate_limited", {
      detail: { retryAfterSeconds: Math.max(1, Math.ceil(rejected.msBeforeNext / 1000)) },
    });
  }
}

/** Of equal length whatever was given, as timingSafeEqual needs it. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
