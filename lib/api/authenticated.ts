import {
  authenticate,
  type Authentication,
  type AuthenticationContext,
  findUsable,
  toActor,
} from "../access/authenticate/api-token";
import { readCredential } from "../access/credentials/read-credential";
import { addressOf, certainAddressOf } from "../platform/http/client-address";
import type { TokenActor } from "../access/authorization/actor";
import { env } from "../platform/env";
import { requestOrigin } from "../platform/http/served-origin";
import { whenSettled } from "../platform/maybe-promise";
import type { Surface } from "../denials/reasons";
import { actionNeed, recordUse } from "../usage/recorder";
import type { ApiContext, HttpExchange } from "./context";
import { deny } from "./denial";
import { noteDenial } from "./refusals";
import { countAuthentication } from "./request-metrics";

/**
 * The handler of a route for tokens. Authenticates before any input is read, and responds to failures. A wrapper and no
 * middleware: Hono runs a single handler without composing, and a refusal that needs no query returns without a
 * promise.
 */
export function authenticated(work: (c: ApiContext, actor: TokenActor) => Response | Promise<Response>) {
  const enter = (c: ApiContext, authentication: Authentication) => {
    const admitted = admit(c, authentication);
    if (admitted instanceof Response || !authentication.ok) return admitted as Response;
    return whenSettled(work(c, admitted), (response) => {
      noteOutcome(c, authentication, admitted, response.status);
      return response;
    });
  };
  return (c: ApiContext): Response | Promise<Response> =>
    whenSettled(authenticate(c.req.raw.headers, authenticationContext(c)), (authentication) =>
      enter(c, authentication),
    );
}

/** How long reading a request may take before its token is checked again, in ms. */
const FRESH_MS = 1_000;

/**
 * The caller after its body has been read. During a slow body the token may have been revoked or narrowed, so it is
 * checked again. Does not count against a limit.
 */
export async function afterReading(c: ApiContext): Promise<TokenActor | Response> {
  const actor = c.get("actor");
  if (performance.now() - c.env.trace.startedAt < FRESH_MS) return actor;
  const { TOKEN_PREFIX } = env();
  const presented = readCredential(c.req.raw.headers, TOKEN_PREFIX);
  const live = presented.ok ? await findUsable(presented.credential.token, authenticationContext(c)) : null;
  if (live === null) return deny(c, { ok: false, error: "invalid_token" });
  return { ...toActor(live.record, actor.address), ...(actor.did ? { did: actor.did } : {}) };
}

/** A request whose token was accepted. */
export type Accepted = Extract<Authentication, { ok: true }>;

/** Records whether a request was allowed. One that the server failed was neither allowed nor denied. */
function noteOutcome(c: ApiContext, accepted: Accepted, actor: TokenActor, status: number): void {
  const { record } = accepted;
  if (status === 403) forbidden(c, accepted);
  else if (status === 401) revokedMeanwhile(c, accepted);
  else if (status < 500)
    recordUse(actor, {
      ...clientOf(c, actor),
      secret: record.secretHint,
      needs: [...(actor.did ?? [])].map(actionNeed),
    });
}

/** Who sent the request. */
export const clientOf = (c: HttpExchange, { address }: Pick<TokenActor, "address">) => ({
  address,
  agent: c.req.raw.headers.get("user-agent"),
  isCertain: certainAddressOf(c.req.raw.headers, c.env.incoming) === address,
});

/** The token was revoked, or narrowed to other networks, while the request's body came. */
function revokedMeanwhile(c: ApiContext, { record, use }: Accepted): void {
  use.undo();
  noteDenial(c, surfaceOf(c), { reason: "revoked", record });
}

/** A request that the token may not make counts against none of its limits. */
function forbidden(c: ApiContext, { record, use }: Accepted): void {
  use.undo();
  noteDenial(c, surfaceOf(c), { reason: "permission", record, demanded: demandedBy(c) });
}

const GRAPHQL_PATHS = ["/api/graphql", "/query"];
const surfaceOf = (c: ApiContext): Surface => (GRAPHQL_PATHS.includes(c.req.path) ? "graphql" : "rest");

const demandedBy = (c: ApiContext): string => `${c.req.method} ${c.env.trace.route ?? ""}`;

function admit(c: ApiContext, authentication: Authentication): TokenActor | Response {
  countAuthentication(authentication.ok ? "ok" : authentication.error);
  if (!authentication.ok) {
    if ("refusal" in authentication && authentication.refusal) noteDenial(c, surfaceOf(c), authentication.refusal);
    return deny(c, authentication);
  }
  const { use } = authentication;
  const actor: TokenActor = { ...authentication.actor, did: new Set() };
  c.set("actor", actor);
  c.set("use", use);
  return actor;
}

type Places = Pick<AuthenticationContext, "cookies" | "basic" | "countsLater">;

/** The facts about a request that a check may need. */
export function authenticationContext(c: HttpExchange, places: Places = {}): AuthenticationContext {
  return new RequestContext(c, places);
}

/**
 * Evaluated lazily, so that a refused token costs neither an origin nor an address. A class, because creating getters
 * on an object literal is slow.
 */
class RequestContext implements AuthenticationContext {
  readonly prefix = env().TOKEN_PREFIX;
  readonly cookies: boolean | undefined;
  readonly basic: boolean | undefined;
  readonly countsLater: boolean | undefined;

  constructor(
    private readonly c: HttpExchange,
    { cookies, basic, countsLater }: Places,
  ) {
    this.cookies = cookies;
    this.basic = basic;
    this.countsLater = countsLater;
  }

  get ownOrigin() {
    return requestOrigin(this.c.req.raw.headers, this.c.env.incoming);
  }

  get address() {
    return addressOf(this.c.req.raw.headers, this.c.env.incoming);
  }

  get certainAddress() {
    return certainAddressOf(this.c.req.raw.headers, this.c.env.incoming);
  }
}
