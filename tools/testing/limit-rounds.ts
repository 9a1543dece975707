import { randomInt } from "node:crypto";
import http from "node:http";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startBalancer, type Balancer } from "./balancer";
import { scratchFolder } from "./scratch";
import { issueTokens } from "./tokens";
import { type ServerFleet, startFleet } from "../soak/fleet";

/** How many rounds of each kind are run. */
export interface LimitRounds {
  readonly undisturbed: number;
  /** In each of these a process is killed. */
  readonly killed: number;
}

/** What a request that was on its way to a killed worker waits for in vain. */
const TIMEOUT_MS = 5_000;
const CLIENTS = 24;
/** How often all processes are asked before they are measured, at most. */
const WARM_UPS = 30;
/** A sixteenth of the limit at most, for each of the six processes: docs/decisions/0071-exact-limits.md. */
const LIMIT = 320;
const CHUNK = LIMIT / 16;

let fleet: ServerFleet;
let balancer: Balancer | null = null;
const agent = new http.Agent({ keepAlive: true, maxSockets: CLIENTS });

/** A token of its own organization, with these limits. */
async function limitedToken(limits: object): Promise<{ organizationId: string; secret: string }> {
  const { organizationId, tokens } = await issueTokens(fleet.ownerUrl, 1);
  const client = new pg.Client({ connectionString: fleet.ownerUrl });
  await client.connect();
  await client.query(`UPDATE "ApiToken" SET "limits" = $1 WHERE "id" = $2`, [JSON.stringify(limits), tokens[0]?.id]);
  await client.end();
  return { organizationId, secret: tokens[0]?.secret ?? "" };
}

/** The status of one request; 0 if its connection ended. */
function statusOf(url: string, secret: string): Promise<number> {
  return new Promise((resolve) => {
    const headers = { authorization: `Bearer ${secret}` };
    const request = http.get(url, { agent, headers, timeout: TIMEOUT_MS }, (response) => {
      response.resume();
      response.on("close", () => resolve(response.statusCode ?? 0));
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(0));
  });
}

/** How many of so many requests, to REST and forward-auth of all processes, are let in. */
async function letIn(
  { organizationId, secret }: { organizationId: string; secret: string },
  requests: number,
  onStart: (index: number) => void = () => undefined,
): Promise<number> {
  const paths = ["/api/v1/organization", `/api/v1/forward-auth?organization=${organizationId}`];
  let next = 0;
  let accepted = 0;
  const client = async () => {
    while (next < requests) {
      const index = next;
      next += 1;
      onStart(index);
      const base = balancer?.origin ?? fleet.instances[index % fleet.instances.length]?.url ?? "";
      const status = await statusOf(base + paths[(index >> 2) % paths.length], secret);
      expect([200, 401, 429, 0, 502, 503]).toContain(status);
      if (status === 200) accepted += 1;
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
  return accepted;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * How many requests are let in in all: a process that gets no more of them gives its chunk back within two seconds, so
 * that others let it in. Asks until so many were, half a minute at most, and then some more.
 */
async function letInAll(
  token: { organizationId: string; secret: string },
  atLeast: number,
  onStart?: (index: number) => void,
): Promise<number> {
  let accepted = await letIn(token, LIMIT * 2, onStart);
  for (let tries = 0; accepted < atLeast && tries < 60; tries += 1) {
    await sleep(500);
    accepted += await letIn(token, CLIENTS);
  }
  return accepted + (await letIn(token, CLIENTS * 2));
}

/**
 * Until all processes answer in time. One that has just started is late on a busy machine, and an answer of the
 * database that comes too late loses what it took.
 */
async function warmUp(): Promise<void> {
  const token = await limitedToken({ windows: [{ name: "many", limit: 1_000_000, windowSeconds: 86_400 }] });
  for (let tries = 0; (await letIn(token, LIMIT)) < LIMIT; tries += 1)
    if (tries === WARM_UPS) throw new Error("the processes do not answer in time");
}

const KINDS = [
  ["a window", { windows: [{ name: "burst", limit: LIMIT, windowSeconds: 86_400 }] }],
  ["a quota", { quota: { requests: LIMIT, per: "month" } }],
  ["a number of uses", { maxUses: LIMIT }],
] as const;

/** The tests that counted limits are exact over two applications and two gateways, whatever process dies. */
export function describeLimitRounds({ undisturbed, killed }: LimitRounds): void {
  const scratch = scratchFolder();
  beforeAll(async () => {
    fleet = await startFleet();
    balancer = await startBalancer(
      scratch.folder,
      fleet.instances.map(({ url }) => url),
    );
    await warmUp();
  }, 180_000);
  afterAll(async () => {
    agent.destroy();
    await balancer?.stop();
    await fleet?.stop();
    scratch.remove();
  });

  describe("over two applications and two gateways, REST and forward-auth together", () => {
    test.each(KINDS)(
      `exactly as many requests are let in as %s allows, in ${undisturbed} rounds`,
      async (_kind, limits) => {
        const accepted: number[] = [];
        for (let round = 0; round < undisturbed; round += 1)
          accepted.push(await letInAll(await limitedToken(limits), LIMIT));
        expect(accepted).toEqual(Array.from({ length: undisturbed }, () => LIMIT));
      },
    );

    test.each(KINDS)(
      "never more than %s allows, and a chunk less at most, when a process is killed",
      async (_kind, limits) => {
        const gateways = fleet.instances.filter(({ name }) => name.startsWith("gateway"));
        for (let round = 0; round < killed; round += 1) {
          const token = await limitedToken(limits);
          const at = randomInt(LIMIT);
          let ended = 0;
          const accepted = await letInAll(token, LIMIT - CHUNK - CLIENTS, (index) => {
            if (index !== at) return;
            const [worker] = gateways[round % gateways.length]?.workers() ?? [];
            if (worker === undefined) return;
            process.kill(worker, "SIGKILL");
            ended += 1;
          });
          expect(ended).toBe(1);
          expect(accepted).toBeLessThanOrEqual(LIMIT);
          // Answers on the way when the process was killed are lost too, as many as it worked on.
          expect(accepted).toBeGreaterThanOrEqual(LIMIT - CHUNK - CLIENTS);
        }
      },
    );

    test("the next window lets in as many again, at the time that was said", async () => {
      const token = await limitedToken({ windows: [{ name: "burst", limit: LIMIT, windowSeconds: 15 }] });
      const untilNext = () => 15_000 - (Date.now() % 15_000);
      const window = () => Math.floor(Date.now() / 15_000);
      for (let round = 0; round < 2; round += 1) {
        await sleep(untilNext() + 50);
        const begin = window();
        const accepted = await letInAll(token, LIMIT);
        const windows = window() - begin + 1;
        // Exactly, unless the machine is so busy that the window ended meanwhile.
        if (windows === 1) expect(accepted).toBe(LIMIT);
        else expect(accepted).toBeLessThanOrEqual(LIMIT * windows);
      }
    });
  });
}
