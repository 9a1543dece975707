import { checkedCost, checkedScopes } from "../../demand.js";
import type { Accepted, Refused } from "../../result.js";
import type { Verifier } from "../../verifier.js";
import { NONE, readBearer, type Presented } from "./bearer.js";
import {
  challengeNone,
  challengeRefused,
  challengeRepeated,
  checkedRealm,
  type Challenge,
  type ChallengeContext,
} from "./challenge.js";

/** What a request's token must be good for. Each function gets the framework's request. */
export interface GuardOptions<Request> {
  /** The scopes that the token must have, all of them. */
  readonly scopes?: readonly string[] | ((request: Request) => readonly string[]);
  /** How many requests it counts as against the token's limits. 1 if left out. */
  readonly cost?: number | ((request: Request) => number);
  /**
   * The client's address. Left out, tokens that are limited to networks are refused. Never take it from a header that
   * clients can send.
   */
  readonly address?: (request: Request) => string | undefined;
  /** The request's token, in place of the one in `Authorization: Bearer`. Null or "" if there is none. */
  readonly token?: (request: Request) => string | null | undefined;
  /** What `WWW-Authenticate` names. The identifier of your API if left out. */
  readonly realm?: string;
  /** Told why a token was refused, for your logs. The client does not learn it. */
  readonly onRefused?: (refused: Refused, request: Request) => void;
}

export type Guarded =
  { readonly ok: true; readonly accepted: Accepted } | { readonly ok: false; readonly challenge: Challenge };

const NAMES = ["scopes", "cost", "address", "token", "realm", "onRefused"];

/**
 * Checks requests. Throws a TypeError for wrong options: a misspelled one would not be enforced. What a check throws is
 * for the framework's own handling of errors, which lets no request through.
 */
export function createGuard<Request>(
  verifier: Verifier,
  options: GuardOptions<Request>,
  authorizations: (request: Request) => readonly string[],
): (request: Request) => Promise<Guarded> {
  const { scopes = [], cost = 1, address, token, onRefused } = checkedOptions(options);
  const realm = checkedRealm(options.realm ?? verifier.api);
  const present = token === undefined ? fromHeader(authorizations) : fromReader(token);
  return async (request) => {
    const presented = present(request);
    const demanded = typeof scopes === "function" ? scopes(request) : scopes;
    const context: ChallengeContext = { realm, scopes: demanded };
    if (presented.kind === "none") return { ok: false, challenge: challengeNone(context) };
    if (presented.kind === "repeated") return { ok: false, challenge: challengeRepeated(context) };
    const verification = await verifier.verify(presented.token, {
      scopes: demanded,
      cost: typeof cost === "function" ? cost(request) : cost,
      address: address?.(request),
    });
    if (verification.ok) return { ok: true, accepted: verification };
    onRefused?.(verification, request);
    return { ok: false, challenge: challengeRefused(verification, context) };
  };
}

function checkedOptions<Request>(options: GuardOptions<Request>): GuardOptions<Request> {
  const unknown = Object.keys(options).find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new TypeError(`requireToken has no option ${unknown}.`);
  const { scopes, cost } = options;
  if (scopes !== undefined && typeof scopes !== "function") checkedScopes(scopes);
  if (cost !== undefined && typeof cost !== "function") checkedCost(cost);
  return options;
}

const fromHeader =
  <Request>(authorizations: (request: Request) => readonly string[]) =>
  (request: Request): Presented =>
    readBearer(authorizations(request));

const fromReader =
  <Request>(read: (request: Request) => string | null | undefined) =>
  (request: Request): Presented => {
    const token = read(request) ?? "";
    return token === "" ? NONE : { kind: "token", token };
  };

/** The token of a request that was let through. Throws where no check ran before: a route without one is a fault. */
export function tokenOf<Token>(request: { readonly token?: Token | undefined }): Token {
  if (request.token === undefined) throw new Error("requireToken did not check this request.");
  return request.token;
}
