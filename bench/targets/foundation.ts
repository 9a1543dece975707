import { generateToken } from "../../lib/access/credentials/token-format";
import type { FilledDatabase } from "../filling";
import type { BenchTarget } from "../target";
import type { RunningProgram } from "../programs";
import type { BenchGoal } from "../report";
import type { Servers } from "../servers";
import { bearer } from "./bearer";

export const NODE_HTTP = "node:http, static JSON";
const NEXT_STATIC = "Next, a static route";
const BARE_PG = "pg server, the same statements";
const LEAN = "organization on node:http";
const NEXT = "organization on Next";

/** The goal for a simple API call, uncached. */
export const FOUNDATION_GOALS: readonly BenchGoal[] = [
  { name: `${LEAN}, valid token`, of: BARE_PG, atLeast: 0.75 },
  { name: `${LEAN}, malformed token`, of: NODE_HTTP, atLeast: 0.5 },
  { name: `${NEXT}, malformed token`, of: NEXT_STATIC, atLeast: 0.9 },
];

/** `GET /api/v1/organization` on both mounts, and its baselines. */
export function foundationTargets({ http, pg, uncached, hosted }: Servers, { listed }: FilledDatabase): BenchTarget[] {
  return [
    { name: NODE_HTTP, url: `${http.url}/`, pid: http.pid, status: 200, call: {} },
    { name: NEXT_STATIC, url: `${hosted.url}/icon.svg`, pid: hosted.pid, status: 200, call: {} },
    { name: BARE_PG, url: `${pg.url}/organization`, pid: pg.pid, status: 200, call: bearer(listed.viewer) },
    ...organization(LEAN, uncached, listed.viewer),
    ...organization(NEXT, hosted, listed.viewer),
  ];
}

function organization(name: string, { url, pid }: RunningProgram, viewer: string): BenchTarget[] {
  const tokens = [
    { kind: "valid", token: viewer, status: 200 },
    { kind: "unknown", token: generateToken("latch"), status: 401 },
    { kind: "malformed", token: "latch_malformed", status: 401 },
  ];
  return tokens.map(({ kind, token, status }) => ({
    name: `${name}, ${kind} token`,
    url: `${url}/api/v1/organization`,
    pid,
    status,
    call: bearer(token),
  }));
}
