import { setTimeout as sleep } from "node:timers/promises";
import { authenticate, type AuthenticationContext } from "../lib/access/authenticate/api-token";
import { tokenCache } from "../lib/access/token-cache";
import { readCredential } from "../lib/access/credentials/read-credential";
import { countAuthentication } from "../lib/api/request-metrics";
import { closeDatabase } from "../lib/platform/db";
import { digestKey } from "../lib/access/credentials/token-digest";
import { isToken } from "../lib/access/credentials/token-format";
import { recordUse } from "../lib/usage/recorder";
import { meets } from "../lib/verification/demand";
import { openTestCluster } from "../tools/testing/cluster";
import { createTestDatabase } from "../tools/testing/database";
import { issueTokens } from "../tools/testing/tokens";

const PREFIX = "latch";
const TOKENS = 1_000;
/** Calls without a pause. Few enough that the lease does not expire before the next beat. */
const AT_ONCE = 1_000;
const ROUNDS = 101;
/** Warm-up rounds, which are not counted: the code is still being compiled. */
const WARM_UP = 50;

/** The CPU time of one call in microseconds: the median of many short rounds, with pauses for the beats. */
async function cost(work: (index: number) => unknown): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    await leaseHeld();
    const before = process.cpuUsage();
    for (let i = 0; i < AT_ONCE; i += 1) work(i);
    const { user, system } = process.cpuUsage(before);
    rounds.push((user + system) / AT_ONCE);
  }
  return rounds.slice(WARM_UP).sort((a, b) => a - b)[ROUNDS >> 1] ?? NaN;
}

/** Pauses until a beat has been sent and has returned. */
async function leaseHeld(): Promise<void> {
  const cache = tokenCache();
  for (const deadline = Date.now() + 10_000; Date.now() < deadline;) {
    cache.find("");
    await sleep(5);
    if (cache.state.holds) return;
  }
  throw new Error("the token cache never had a lease");
}

/** The cost of one cached check inside the process, in total and by parts. */
async function measure(ownerUrl: string): Promise<[string, number][]> {
  const { tokens } = await issueTokens(ownerUrl, TOKENS);
  const requests = tokens.map(({ secret }) => ({
    secret,
    key: digestKey(secret),
    headers: new Headers({ authorization: `Bearer ${secret}`, "user-agent": "bench" }),
  }));
  const address = "192.0.2.1";
  const context: AuthenticationContext = {
    prefix: PREFIX,
    ownOrigin: null,
    address,
    certainAddress: address,
    cookies: false,
  };
  const at = (index: number) => requests[index % TOKENS] as (typeof requests)[number];
  tokenCache().start();
  await leaseHeld();
  for (const { key } of requests) {
    do await leaseHeld();
    while (!(await tokenCache().lookUp(key)) || !tokenCache().find(key));
  }
  const admit = (index: number) => {
    const authentication = authenticate(at(index).headers, context);
    if (authentication instanceof Promise || !authentication.ok) throw new Error("not from the cache");
    return authentication.actor;
  };
  const BENCH = { address: "192.0.2.1", agent: "bench" };
  const check = (index: number) => {
    const actor = admit(index);
    countAuthentication("ok");
    recordUse(actor, BENCH);
    return meets(actor, { permission: "viewer" });
  };
  const actor = admit(0);
  const parts: [string, (index: number) => unknown][] = [
    ["the whole check", check],
    ["  reading the header", (i) => readCredential(at(i).headers, PREFIX, context)],
    ["  form and checksum", (i) => isToken(at(i).secret)],
    ["  digest", (i) => digestKey(at(i).secret)],
    ["  cache, lease and clocks", (i) => tokenCache().find(at(i).key)],
    ["  policy: a demand met", () => meets(actor, { permission: "viewer" })],
    ["  counters and last use", () => (countAuthentication("ok"), recordUse(actor, BENCH))],
  ];
  const rows: [string, number][] = [];
  for (const [name, work] of parts) rows.push([name, await cost(work)]);
  return rows;
}

/** Prints the cost of one cached check by parts. */
export async function micro(): Promise<void> {
  const close = await openTestCluster();
  const { ownerUrl, appUrl, drop } = await createTestDatabase();
  Object.assign(process.env, {
    DATABASE_URL: appUrl,
    AUTH_SECRET: "only-for-measuring-only-for-measuring",
    LOG_LEVEL: "silent",
  });
  try {
    for (const [name, microseconds] of await measure(ownerUrl))
      console.log(`${name.padEnd(28)}${microseconds.toFixed(3).padStart(8)} µs`);
  } finally {
    await tokenCache().stop();
    await closeDatabase();
    await drop();
    await close();
  }
}
