import { limiter, withinLimits } from "../access/rate-limit";
import { queryPool } from "../platform/db";
import { env } from "../platform/env";
import { addressBlock } from "../platform/http/ip-address";
import { fail, type Result } from "../platform/result/result";
import type { Secret } from "../platform/secret";
import { isSetupCode, isUsedCode, makeCode } from "./one-time-code";
import { isSetUp } from "./queries";

const WINDOW_SECONDS = 900;
const PER_ADDRESS = 10;
const IN_ALL = 100;

/**
 * Whether `given` is an unused set-up code. Fails with `wrong_code`, and with `rate_limited` and `retryAfterSeconds`
 * after 10 wrong attempts from one address or 100 in total within 15 minutes. The right code is never limited, so
 * others cannot lock its owner out; a code of 80 bits cannot be guessed even without a limit.
 */
export async function requireSetupCode(given: Secret, address: string | null): Promise<Result> {
  if (await isSetupCode(queryPool, given.reveal(), env().SETUP_CODE)) return { ok: true };
  const counted = await countWrongTry(addressBlock(address));
  return counted.ok ? fail("wrong_code", { field: "code" }) : counted;
}

/**
 * Whether the set-up is open. If its code is used or none is configured, the first instance creates one and prints it
 * on standard output, once. `npm start` and `npm run setup:code` replace a lost one.
 */
export async function openSetUp(): Promise<boolean> {
  if (await isSetUp()) return false;
  const { SETUP_CODE } = env();
  if (SETUP_CODE !== undefined && !(await isUsedCode(queryPool, SETUP_CODE))) return true;
  const code = await makeCode(queryPool, { replace: false });
  if (code !== null) process.stdout.write(`\n  Latchkey can be set up again.\n  One-time setup code:   ${code}\n\n`);
  return true;
}

function countWrongTry(block: string): Promise<Result> {
  return withinLimits(async () => {
    await limiter("setup:address", PER_ADDRESS, WINDOW_SECONDS).consume(block);
    await limiter("setup", IN_ALL, WINDOW_SECONDS).consume("all");
  });
}
