import { createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { limitsKey } from "../../platform/env";
import type { Result } from "../../platform/result/result";
import { addressBlock } from "../../platform/http/ip-address";
import { isSharedAddress } from "../../platform/http/untrusted-proxy";
import { log } from "../../platform/log";
import { isLimited, limiter, rateLimited } from "../rate-limit";

/**
 * The limits on failed sign-ins (OWASP ASVS 5.0, 6.3.1). Attempts are counted before anything is hashed and given back
 * on success, so that many at once cannot slip through together. What is counted per account alone only slows: if it
 * locked, a stranger could lock an admin out.
 */
const WINDOW_SECONDS = 300;
const PER_ACCOUNT_AND_ADDRESS = 10;
const PER_ADDRESS = 100;
/** Failures of one account, over all addresses, from which on its answers are slowed; and the longest delay. */
const SLOW_FROM = 20;
const MAX_DELAY_MS = 5_000;

export interface SignInAttempt {
  readonly email: string;
  readonly address: string | null;
}

const pairs = () => limiter("sign-in:pair", PER_ACCOUNT_AND_ADDRESS, WINDOW_SECONDS);
const addresses = () => limiter("sign-in:address", PER_ADDRESS, WINDOW_SECONDS);
/** Counts only; its bound is never reached. */
const accounts = () => limiter("sign-in:account", 1_000_000, WINDOW_SECONDS);

function accountKey({ email }: SignInAttempt): string {
  return createHmac("sha256", limitsKey()).update(email).digest("base64url");
}

function pairKey(attempt: SignInAttempt): string {
  return `${accountKey(attempt)}:${addressBlock(attempt.address)}`;
}

/** An attempt that may go on. */
export interface BegunAttempt {
  /** Whether the next one will be refused, if this one fails. */
  readonly isLast: boolean;
}

/**
 * Counts an attempt; `rate_limited` with `retryAfterSeconds` when there were too many. Unknown accounts count alike. An
 * address that all clients of a proxy share is not limited: 100 failures of one client would lock everybody out.
 */
export async function beginAttempt(attempt: SignInAttempt): Promise<Result<BegunAttempt>> {
  try {
    if (!isSharedAddress(attempt.address)) await addresses().consume(addressBlock(attempt.address));
    const { remainingPoints } = await pairs().consume(pairKey(attempt));
    return { ok: true, isLast: remainingPoints <= 0 };
  } catch (rejected) {
    if (!isLimited(rejected)) throw rejected;
    // Further refusals come from this process's memory, without a count: one line for each lock-out, not for each try.
    if (rejected.consumedPoints > 0) log.warn({ address: attempt.address }, "sign-ins are refused: too many failed");
    return rateLimited(rejected);
  }
}

/** Waits as long as the recent failures of the account, from anywhere, call for. */
export async function slowDown(attempt: SignInAttempt): Promise<void> {
  const failures = (await accounts().get(accountKey(attempt)))?.consumedPoints ?? 0;
  const delay = delayFor(failures);
  if (delay > 0) await sleep(delay);
}

/** The delay after so many failures of one account within the window, in ms: doubling from 250 ms to 5 s. */
export function delayFor(failures: number): number {
  return failures < SLOW_FROM ? 0 : Math.min(MAX_DELAY_MS, 250 * 2 ** Math.floor((failures - SLOW_FROM) / 5));
}

/** Remembers a failure against the account. */
export async function recordFailure(attempt: SignInAttempt): Promise<void> {
  await accounts().consume(accountKey(attempt));
}

/** Forgets the failures of an account from this address, and of it from all addresses: its password is a new one. */
export async function forgetFailures(attempt: SignInAttempt): Promise<void> {
  await Promise.all([pairs().delete(pairKey(attempt)), accounts().delete(accountKey(attempt))]);
}

/** Gives back what the attempt took, for it was a good one. */
export async function recordSuccess(attempt: SignInAttempt): Promise<void> {
  const address = addressBlock(attempt.address);
  await Promise.all([
    pairs().delete(pairKey(attempt)),
    ...(isSharedAddress(attempt.address) ? [] : [addresses().reward(address, 1)]),
  ]);
}
