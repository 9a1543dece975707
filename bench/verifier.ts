// npm run bench:verifier: the CPU time of a hot check by @latchkey/verifier in the caller's process, in microseconds,
// with await, in front of a fake Latchkey in the same process.
import { setTimeout as sleep } from "node:timers/promises";
import { createVerifier, type Verifier } from "../packages/verifier/src/index";
import { API, ORGANIZATION } from "../packages/verifier/src/testing/fake-answers";
import { FakeLatchkey, VERIFIER_TOKEN } from "../packages/verifier/src/testing/fake-latchkey";
import { sourceOf } from "../packages/verifier/src/testing/remembered";

const TOKENS = 1_000;
const CHECKS = 1_000_000;
/** Checks without a pause. Few enough that polls are answered in time. */
const AT_ONCE = 20_000;
const SCOPES = ["invoices:read"];
/** The target, in microseconds. */
const TARGET = 3;

async function untilAllAreRemembered(verifier: Verifier, tokens: readonly string[]): Promise<void> {
  for (const until = performance.now() + 30_000; performance.now() < until; await sleep(100)) {
    const { hits } = verifier.stats;
    const all = await Promise.all(tokens.map((token) => verifier.verify(token)));
    if (verifier.stats.hits === hits + all.length) return;
  }
  throw new Error("the tokens were never answered from memory");
}

/** The CPU time of one call in microseconds. `work` has the tokens' texts of one round. */
async function costOf(texts: (round: number) => readonly string[], work: (text: string) => Promise<void> | void) {
  let micros = 0;
  const rounds = CHECKS / AT_ONCE;
  for (let round = -3; round < rounds; round += 1) {
    const presented = texts(round);
    await sleep(5);
    const before = process.cpuUsage();
    for (const text of presented) await work(text);
    const { user, system } = process.cpuUsage(before);
    if (round >= 0) micros += user + system;
  }
  return micros / CHECKS;
}

async function main(): Promise<void> {
  const latchkey = await FakeLatchkey.start();
  const verifier = createVerifier({
    issuer: latchkey.url,
    token: VERIFIER_TOKEN,
    api: API,
    organization: ORGANIZATION,
  });
  const tokens = Array.from({ length: TOKENS }, () => latchkey.tokens.issue({ scopes: SCOPES }).secret);
  const jwts = await Promise.all(tokens.slice(0, 100).map((token) => latchkey.exchange(token)));
  await untilAllAreRemembered(verifier, tokens);
  await untilAllAreRemembered(verifier, jwts);
  /** Texts whose hashes are not known yet, as those of a request. */
  const presented = (from: readonly string[]) => () =>
    Array.from({ length: AT_ONCE }, (_, at) => Buffer.from(from[at % from.length] ?? "").toString("latin1"));
  const check = async (text: string) => {
    const verification = await verifier.verify(text, { scopes: SCOPES });
    if (!verification.ok || verification.source === "latchkey") throw new Error(`not hot: ${sourceOf(verification)}`);
  };
  const nothing = await costOf(presented(tokens), async () => Promise.resolve());
  const hot = await costOf(presented(tokens), check);
  const hotJwt = await costOf(presented(jwts), check);
  console.log(`Node.js ${process.versions.node}, ${CHECKS.toLocaleString("en")} checks each`);
  console.log(`the loop without a check   ${nothing.toFixed(2)} µs`);
  console.log(`a hot check of a token     ${hot.toFixed(2)} µs   (target: below ${TARGET})`);
  console.log(`a hot check of a JWT       ${hotJwt.toFixed(2)} µs`);
  verifier.close();
  await latchkey.close();
  if (hot >= TARGET) process.exitCode = 1;
}

await main();
