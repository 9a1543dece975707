import { generateToken } from "../../lib/access/credentials/token-format";
import { MAX_CHECKS } from "../../lib/verification/verify";
import type { FilledDatabase } from "../filling";
import type { BenchTarget } from "../target";
import type { RunningProgram } from "../programs";
import type { BenchGoal } from "../report";
import type { Servers } from "../servers";
import { bearer, callsFor, inTurn } from "./bearer";
import { NODE_HTTP } from "./foundation";

const LOOK_UP = "pg server, the same look-up";
const BETTER_AUTH = "better-auth, verify an API key";
const OIDC = "oidc-provider, introspect";
const IN_PROCESS = "@latchkey/verifier, in process";
export const NODE_FORM = "node:http, as much to a form, static";
const NEXT_STATIC = "Next behind server.ts, a static route";
const NEXT_HOT = "introspect on Next, hot";

const hot = (name: string, of: string): BenchGoal[] => [
  { name, of, atLeast: 0.6 },
  { name, of: BETTER_AUTH, atLeast: 20 },
];
const cold = (name: string): BenchGoal[] => [
  { name, of: LOOK_UP, atLeast: 0.85 },
  { name, of: BETTER_AUTH, atLeast: 8 },
];
const malformed = (name: string, of: string): BenchGoal => ({ name, of, atLeast: 0.7 });

const SCOPED_HOT = "forward-auth, hot, a scope demanded";
const LIMITED_HOT = "forward-auth, hot, all limits";
/** Unknown tokens a second. Each asks the database, so that more are what the database answers. */
const FLOOD = 500;
const FLOODED_HOT = `forward-auth, hot, ${FLOOD} unknown a second beside`;
const SCOPED_COLD = "forward-auth, cold, a scope demanded";

/** The goals for checks by other services and gateways. */
export const VERIFICATION_GOALS: readonly BenchGoal[] = [
  ...[
    { way: "introspect", bare: NODE_FORM },
    { way: "forward-auth", bare: NODE_HTTP },
  ].flatMap(({ way, bare }) => [
    ...hot(`${way}, hot`, bare),
    ...cold(`${way}, cold`),
    malformed(`${way}, malformed`, bare),
  ]),
  { name: SCOPED_HOT, of: "forward-auth, hot", atLeast: 0.91 },
  { name: LIMITED_HOT, of: "forward-auth, hot", atLeast: 0.834 },
  { name: FLOODED_HOT, of: "forward-auth, hot", atLeast: 0.9 },
  { name: NEXT_HOT, of: NEXT_STATIC, atLeast: 0.9 },
];

/**
 * Introspection and forward-auth with the cache on the lean mount, introspection on Next's mount, and the same check by
 * other software.
 */
export function verificationTargets(
  { http, pg, cached, next, betterAuth, oidc, verifier }: Servers,
  { checked }: FilledDatabase,
): BenchTarget[] {
  const unknown = makeUnknown();
  return [
    ...checksBy("", cached, checked),
    {
      ...forwardAuth(LIMITED_HOT, cached, {
        organizationId: checked.organizationId,
        tokens: checked.limited,
        status: 200,
      }),
      leavesUses: true,
      isHot: true, // a chunk of each token's window of one second is taken each second
    },
    {
      ...forwardAuth(FLOODED_HOT, cached, { organizationId: checked.organizationId, tokens: checked.hot, status: 200 }),
      beside: { call: callsFor(unknown, bearer), perSecond: FLOOD },
    },
    {
      name: "changes, a poll",
      url: `${cached.url}/api/v1/changes`,
      pid: cached.pid,
      status: 200,
      call: bearer(checked.verifier),
    },
    verify("verify, hot", cached, checked.verifier, checked.hot),
    verify("verify, cold", cached, checked.verifier, checked.cold),
    verifyMany("verify, 100 at once, hot", cached, checked.verifier, checked.hot),
    verifyMany("verify, 100 at once, cold", cached, checked.verifier, checked.cold),
    scoped(SCOPED_HOT, cached, checked, checked.scoped.hot),
    { ...scoped(SCOPED_COLD, cached, checked, checked.scoped.cold), leavesUses: true },
    {
      name: NODE_FORM,
      url: `${http.url}/`,
      pid: http.pid,
      status: 200,
      call: callsFor(checked.hot, form(checked.verifier)),
    },
    { name: IN_PROCESS, url: `${verifier.url}/run`, pid: verifier.pid, status: 200, call: {}, isInProcess: true },
    introspect(NEXT_HOT, next, checked.verifier, checked.hot),
    { name: NEXT_STATIC, url: `${next.url}/icon.svg`, pid: next.pid, status: 200, call: {} },
    { name: LOOK_UP, url: `${pg.url}/look-up`, pid: pg.pid, status: 200, call: callsFor(checked.cold, bearer) },
    {
      name: BETTER_AUTH,
      url: `${betterAuth.url}/verify`,
      pid: betterAuth.pid,
      status: 200,
      call: bearer(betterAuth.key),
    },
    {
      name: OIDC,
      url: `${oidc.url}/oidc/token/introspection`,
      pid: oidc.pid,
      status: 200,
      call: {
        method: "POST",
        headers: { authorization: oidc.authorization, "content-type": "application/x-www-form-urlencoded" },
        body: `token=${oidc.token}`,
      },
    },
  ];
}

const makeUnknown = () => Array.from({ length: 1_000 }, () => generateToken("latch"));

/** Introspection and forward-auth of known, uncached, unknown and malformed tokens. Names begin with `where`. */
export function checksBy(where: string, server: RunningProgram, checked: FilledDatabase["checked"]): BenchTarget[] {
  const { organizationId, verifier } = checked;
  const kinds = [
    { kind: "hot", tokens: checked.hot, denied: 200 },
    { kind: "cold", tokens: checked.cold, denied: 200, leavesUses: true },
    { kind: "unknown", tokens: makeUnknown(), denied: 401 },
    { kind: "malformed", tokens: checked.hot.map(misspelt), denied: 401 },
  ];
  return [
    ...kinds.map(({ kind, tokens, leavesUses }) => ({
      ...introspect(`${where}introspect, ${kind}`, server, verifier, tokens),
      leavesUses,
    })),
    ...kinds.map(({ kind, tokens, denied, leavesUses }) => ({
      ...forwardAuth(`${where}forward-auth, ${kind}`, server, { organizationId, tokens, status: denied }),
      leavesUses,
    })),
  ];
}

const form = (caller: string) => (token: string) =>
  bearer(caller, { type: "application/x-www-form-urlencoded", body: `token=${token}` });

function introspect(
  name: string,
  { url, pid }: RunningProgram,
  verifier: string,
  tokens: readonly string[],
): BenchTarget {
  return { name, url: `${url}/oauth/introspect`, pid, status: 200, call: callsFor(tokens, form(verifier)) };
}

function forwardAuth(
  name: string,
  { url, pid }: RunningProgram,
  { organizationId, tokens, status }: { organizationId: string; tokens: readonly string[]; status: number },
): BenchTarget {
  return {
    name,
    url: `${url}/api/v1/forward-auth?organization=${organizationId}&permission=viewer`,
    pid,
    status,
    call: callsFor(tokens, bearer),
  };
}

const asJson = (caller: string, body: object) =>
  bearer(caller, { type: "application/json", body: JSON.stringify(body) });

function verify(name: string, { url, pid }: RunningProgram, verifier: string, tokens: readonly string[]): BenchTarget {
  const call = callsFor(tokens, (token) => asJson(verifier, { token }));
  return { name, url: `${url}/api/v1/verify`, pid, status: 200, call, leavesUses: true };
}

/** Requests of MAX_CHECKS tokens each: a request per second is that many tokens per second. */
function verifyMany(
  name: string,
  { url, pid }: RunningProgram,
  verifier: string,
  tokens: readonly string[],
): BenchTarget {
  const next = inTurn(tokens);
  const batch = () => Array.from({ length: MAX_CHECKS }, () => ({ token: next() }));
  const call = () => asJson(verifier, { checks: batch() });
  return { name, url: `${url}/api/v1/verify`, pid, status: 200, call, leavesUses: true };
}

function scoped(
  name: string,
  { url, pid }: RunningProgram,
  { organizationId, scoped: { api, scope } }: FilledDatabase["checked"],
  tokens: readonly string[],
): BenchTarget {
  const query = new URLSearchParams({ organization: organizationId, api, scope });
  return { name, url: `${url}/api/v1/forward-auth?${query}`, pid, status: 200, call: callsFor(tokens, bearer) };
}

/** A token with its last character changed. */
const misspelt = (token: string) => `${token.slice(0, -1)}${token.endsWith("a") ? "b" : "a"}`;
