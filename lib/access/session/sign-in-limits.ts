import { createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { limitsKey } from "../../platform/env";
import type { Result } from "../../platform/result/result";
import { addressBlock } from "../../platform/http/ip-address";
import { isSharedAddress } from "../../platform/http/untrusted-proxy";
import { log } from "../../platform/log";
import { isLimited, limiter, rateLimited } from "../rate-limit";

/**
 * The limits on failed sign-ins (OWASP ASVS 5.0, 6.3.1). Attempts are counted before hashing and released on success,
 * so that concurrent attempts cannot exceed the limit. The count per account only adds a delay: if it locked the
 * account, anyone could lock an admin out.
 */
const WINDOW_SECONDS = 300;
const PER_ACCOUNT_AND_ADDRESS = 10;
const PER_ADDRESS = 100;
/** From this many failures of one account, over all addresses, responses are delayed. Followed by the maximum delay. */
const SLOW_FROM = 20;
const MAX_DELAY_MS = 5_000;

export interface SignInAttempt {
  readonly email: string;
  readonly address: string | null;
}

const pairs = () => limiter("sign-in:pair", PER_ACCOUNT_AND_ADDRESS, WINDOW_SECONDS);
const addresses = () => limiter("sign-in:address", PER_ADDRESS, WINDOW_SECONDS);
/** Only counts; its limit is never reached. */
const accounts = () => limiter("sign-in:account", 1_000_000, WINDOW_SECONDS);

function accountKey({ email }: SignInAttempt): string {
  return createHmac("sha256", limitsKey()).update(email).digest("base64url");
}

function pairKey(attempt: SignInAttempt): string {
  return `${accountKey(attempt)}:${addressBlock(attempt.address)}`;
}

/** An attempt within the limits. */
export interface BegunAttempt {
  /** Whether the next attempt will be refused if this one fails. */
  readonly isLast: boolean;
}

/**
 * Counts an attempt. Fails with `rate_limited` and `retryAfterSeconds` over the limit. Unknown accounts count the same
 * way. An address shared by all clients of a proxy is not limited: 100 failures of one client would lock out all users.
 */
export async function beginAttempt(attempt: SignInAttempt): Promise<Result<BegunAttempt>> {
  try {
    if (!isSharedAddress(attempt.address)) await addresses().consume(addressBlock(attempt.address));
    const { remainingPoints } = await pairs().consume(pairKey(attempt));
    return { ok: true, isLast: remainingPoints <= 0 };
  } catch (rejected) {
    if (!isLimited(rejected)) throw rejected;
    // Further refusals come from this process's memory without a count, so each lock-out is logged once.
    if (rejected.consumedPoints > 0)
      log.warn({ address: attempt.address }, "sign-ins are refused after too many failures");
    return rateLimited(rejected);
  }
}

/** Waits for the delay that results from the account's recent failures, over all addresses. */
export async function slowDown(attempt: SignInAttempt): Promise<void> {
  const failures = (await accounts().get(accountKey(attempt)))?.consumedPoints ?? 0;
  const delay = delayFor(failures);
  if (delay > 0) await sleep(delay);
}

/** The delay in ms after this many failures of an account within the window. Doubles from 250 ms to 5 s. */
export function delayFor(failures: number): number {
  return failures < SLOW_FROM ? 0 : Math.min(MAX_DELAY_MS, 250 * 2 ** Math.floor((failures - SLOW_FROM) / 5));
}

/** Records a failure of the account. */
export async function recordFailure(attempt: SignInAttempt): Promise<void> {
  await accounts().consume(accountKey(attempt));
}

/** Clears the failures of an account, from this address and in total, because its password has changed. */
export async function forgetFailures(attempt: SignInAttempt): Promise<void> {
  await Promise.all([pairs().delete(pairKey(attempt)), accounts().delete(accountKey(attempt))]);
}

/** Releases the attempt's count after a successful sign-in. */
export async function recordSuccess(attempt: SignInAttempt): Promise<void> {
  const address = addressBlock(attempt.address);
  await Promise.all([
    pairs().delete(pairKey(attempt)),
    ...(isSharedAddress(attempt.address) ? [] : [addresses().reward(address, 1)]),
  ]);
}
