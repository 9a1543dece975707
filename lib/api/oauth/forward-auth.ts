import { z } from "@hono/zod-openapi";
import { LRUCache } from "lru-cache";
import { authenticate, denialOf, type Authentication, type Denial } from "../../access/authenticate/api-token";
import { permissionsOf, type TokenActor } from "../../access/authorization/actor";
import { isDatabaseAway } from "../../platform/db/errors";
import { whenSettled } from "../../platform/maybe-promise";
import { slug } from "../../platform/validation/fields";
import { warnOnce } from "../../platform/warn-once";
import { countUse } from "../../access/uses";
import { recordUse } from "../../usage/recorder";
import { identifierSchema } from "../../apis/schema";
import type { TokenRecord } from "../../access/token-cache/token-record";
import { grantOf, hasScopes, scopeListSchema } from "../../verification/api-demand";
import { allows, meetsAll, needsOf, permissionDemand, spacesOf } from "../../verification/demand";
import { authenticationContext, clientOf, type Accepted } from "../authenticated";
import type { ApiApp, HttpExchange } from "../context";
import { deny } from "../denial";
import { ERRORS } from "../errors";
import { fieldErrors } from "../field-errors";
import { addOperation } from "../operation";
import { countAuthentication } from "../request-metrics";
import { problem } from "../problem";
import { lackingOf, noteDenial } from "../refusals";
import { rateFields, reply } from "../reply";
import { issuerOf } from "./issuer";

export const FORWARD_AUTH = "/api/v1/forward-auth";

/**
 * The gateway's configuration. Only `organization` is required: without it, a token of any tenant would be accepted. An
 * unknown parameter is an error, because a misspelled `permission` would not be enforced.
 */
const querySchema = z.strictObject({
  organization: slug.meta({ description: "The organization whose tokens are let in." }),
  permission: permissionDemand
    .optional()
    .openapi({ description: "A permission (`editor`) or an action (`policy.write`) that the token must hold." }),
  space: slug.optional().openapi({ description: "A space of the organization that the token must reach." }),
  api: identifierSchema.optional().openapi({
    description:
      "The identifier of an API of the organization. Left out: Latchkey’s own API, whose scopes are the permissions.",
  }),
  scope: scopeListSchema.optional().openapi({
    type: "string",
    description: "Scopes of `api` with spaces between: the token must have all of them.",
    example: "invoices:read",
  }),
  metadata: z
    .enum(["0", "1"])
    .optional()
    .openapi({ description: "`1` answers the token’s metadata. Whoever sees the headers can read it." }),
  cookie: z.enum(["0", "1"]).optional().openapi({ description: "`1` also reads the Session cookie." }),
});

/** Parameters that would not be enforced together. */
const checkedQuery = querySchema
  .refine(({ api, scope }) => api !== undefined || scope === undefined, {
    path: ["scope"],
    message: "Name the API too.",
  })
  .refine(({ api, permission }) => api === undefined || permission === undefined, {
    path: ["permission"],
    message: "Demand scopes of an API, or a permission.",
  })
  .refine(({ api, space }) => api === undefined || space === undefined, {
    path: ["space"],
    message: "Spaces concern Latchkey’s own API only.",
  })
  .transform((query) => ({ ...query, needs: needsOf({ ...query, scopes: query.scope }) }));
type Query = z.output<typeof checkedQuery>;
const described = querySchema.extend({
  for: z.string().optional().openapi({
    description: "The client's own path and query. Must be last: it and everything after it is ignored.",
  }),
});

const fact = (description: string) => ({ schema: { type: "string" as const }, description });

/** The headers that a gateway may pass on to the application behind it. */
const FACTS = {
  "X-Latchkey-Token-Id": fact("The token’s id."),
  "X-Latchkey-Organization": fact("Its organization’s id."),
  "X-Latchkey-Subject": fact("Whom the token is for. Empty if that was not said."),
  "X-Latchkey-Metadata": fact(
    "With `metadata=1`: its metadata, as base64url of JSON. Empty if it has none, or was not asked for.",
  ),
  "X-Latchkey-Scopes": fact("Its scopes of the API that was asked about, with spaces between."),
  "X-Latchkey-Permissions": fact("The permissions that it holds, with spaces between. Empty with `api`."),
  "X-Latchkey-Spaces": fact("The space that it reaches, or `*` for all. Empty with `api`."),
};

export function addForwardAuth(app: ApiApp): void {
  addOperation(app, {
    method: "get",
    anyMethod: true,
    path: FORWARD_AUTH,
    operationId: "forwardAuth",
    tag: "Gateways",
    summary: "Whether a gateway should let a request pass; any method",
    security: [{ bearer: [] }, { sessionCookie: [] }],
    request: { query: described },
    responses: {
      200: { description: "Let it pass.", headers: FACTS },
      400: ERRORS[400],
      401: { ...ERRORS[401], description: "No token, or none of this organization." },
      403: { ...ERRORS[403], description: "The token may not, or the gateway’s query is not valid." },
      429: ERRORS[429],
      503: { ...ERRORS[503], description: "Could not be checked; do not let it pass." },
      "4XX": ERRORS["4XX"],
      "5XX": ERRORS["5XX"],
    },
    answer: forwardAuth,
  });
}

/**
 * `/api/v1/forward-auth`, any method. Gateways call it for each request to the application that they guard (nginx
 * auth_request, Traefik and Caddy forward_auth, Envoy ext_authz, HAProxy). 200 with facts in headers, 401 or 403; a
 * rate limit is 429 and an outage 503. docs/gateways says how each proxy handles those. Every error leads to a refusal.
 */
export function forwardAuth(c: HttpExchange): Response | Promise<Response> {
  const query = readQuery(c.req.url);
  if (!query.success) return misconfigured(c, query.error);
  const authentication = authenticate(
    c.req.raw.headers,
    authenticationContext(c, { cookies: query.data.cookie === "1", countsLater: true }),
  );
  return whenSettled(authentication, (settled) => answer(c, settled, query.data));
}

/** A cache of valid queries. There are few; `max` limits the others. */
const queries = new LRUCache<string, z.ZodSafeParseSuccess<Query>>({ max: 500 });

function readQuery(url: string): z.ZodSafeParseResult<Query> {
  const text = configuredPart(url.slice(url.indexOf("?") + 1 || url.length));
  const known = queries.get(text);
  if (known) return known;
  const query = checkedQuery.safeParse(parametersOf(text));
  if (query.success) queries.set(text, query);
  return query;
}

/**
 * The configured part of the query: everything before `for=`, after which a proxy appends the client's path and query.
 */
function configuredPart(query: string): string {
  const end = query.search(/(?:^|&)for(?:=|&|$)/);
  return end === -1 ? query : query.slice(0, end);
}

/** If a name occurs twice, the first one counts, because proxies append to their configuration. */
function parametersOf(query: string): Record<string, string> {
  return Object.fromEntries([...new URLSearchParams(query)].reverse());
}

function answer(c: HttpExchange, authentication: Authentication, query: Query): Response | Promise<Response> {
  countAuthentication(authentication.ok ? "ok" : authentication.error);
  if (!authentication.ok) {
    if ("refusal" in authentication && authentication.refusal)
      noteDenial(c, "forward-auth", { ...authentication.refusal, api: apiOf(c, query) }, query.organization);
    return refuse(c, authentication);
  }
  return decideFor(c, authentication, query);
}

/**
 * The gateway's configuration is invalid: 403, so that all requests are refused. Proxies turn a 400 into an error page.
 */
function misconfigured(c: HttpExchange, error: z.ZodError): Response {
  const errors = fieldErrors(error);
  warnOnce(
    { parameters: errors.map(({ field }) => field) },
    "A gateway's forward-auth query is not valid: every request that it asks for gets 403",
  );
  return problem(
    c,
    "insufficient_scope",
    { detail: "The gateway’s forward-auth query is not valid.", errors },
    { "www-authenticate": 'Bearer realm="latchkey", error="insufficient_scope"' },
  );
}

/** Gateways handle 401 and 403 only, so a malformed credential is 401. */
function refuse(c: HttpExchange, denial: Denial): Response {
  if (denial.error !== "invalid_request") return deny(c, denial);
  return problem(
    c,
    "invalid_token",
    { detail: denial.description },
    { "www-authenticate": 'Bearer realm="latchkey", error="invalid_request"' },
  );
}

/** What an accepted token has of the API that was asked about. */
interface Held {
  readonly scopes: string;
  readonly permissions: string;
  readonly spaces: string;
}

function decideFor(c: HttpExchange, accepted: Accepted, query: Query): Response | Promise<Response> {
  const { actor, record } = accepted;
  if (actor.organizationId !== query.organization) {
    noteDenial(c, "forward-auth", { reason: "unknown", record }, query.organization);
    return deny(c, { ok: false, error: "invalid_token" });
  }
  if (query.api !== undefined && query.api !== issuerOf(c))
    return orUnavailable(c, conclude(c, accepted, query, heldOf(record, query.api, query.scope)));
  const allowed =
    actor.permissions.length > 0 &&
    meetsAll(actor, query.scope ?? []) &&
    allows(actor, { permission: query.permission, resource: query.space });
  const concluded = whenSettled(allowed, (is) => conclude(c, accepted, query, is ? ownOf(actor) : null));
  return orUnavailable(c, concluded);
}

function orUnavailable(c: HttpExchange, answer: Response | Promise<Response>): Response | Promise<Response> {
  if (!(answer instanceof Promise)) return answer;
  return answer.catch((error: unknown) => {
    if (!isDatabaseAway(error)) throw error;
    return deny(c, { ok: false, error: "unavailable" });
  });
}

/** What a token has of an API of its organization; null unless it has a scope of it, and all that are demanded. */
function heldOf(record: TokenRecord, api: string, demanded: readonly string[] = []): Held | null {
  const grant = grantOf(record, api);
  return grant && hasScopes(grant, demanded) ? { scopes: grant.scope, permissions: "", spaces: "" } : null;
}

/** What a token has of Latchkey's own API. */
function ownOf(actor: TokenActor): Held {
  const permissions = permissionsOf(actor).join(" ");
  return { scopes: permissions, permissions, spaces: spacesOf(actor.spaceAccess).join(" ") };
}

function conclude(c: HttpExchange, accepted: Accepted, query: Query, held: Held | null): Response | Promise<Response> {
  if (held === null) {
    const why = lackingOf({ ...query, scopes: query.scope });
    noteDenial(c, "forward-auth", { record: accepted.record, api: apiOf(c, query), ...why });
    return forbid(c, query);
  }
  if (accepted.record.counted.length === 0) return letPass(c, accepted, query, held);
  return whenSettled(countUse(accepted), (use) => {
    if (!use.ok) {
      noteDenial(c, "forward-auth", { reason: use.code, record: accepted.record, api: apiOf(c, query) });
      return deny(c, denialOf(accepted.record, use));
    }
    c.set("use", use);
    return letPass(c, accepted, query, held);
  });
}

function forbid(c: HttpExchange, { permission, scope }: Query): Response {
  const demanded = permission ?? scope?.join(" ");
  const challenge = demanded === undefined ? "" : `, scope="${demanded}"`;
  return problem(
    c,
    "insufficient_scope",
    {},
    { "www-authenticate": `Bearer realm="latchkey", error="insufficient_scope"${challenge}` },
  );
}

/** The identifier of the API that the gateway asks about; undefined for Latchkey's own. */
const apiOf = (c: HttpExchange, { api }: Query) => (api === issuerOf(c) ? undefined : api);

function letPass(c: HttpExchange, { record, actor }: Accepted, query: Query, held: Held): Response {
  const api = apiOf(c, query);
  const needs = api === query.api ? query.needs : needsOf({ ...query, scopes: query.scope, api });
  recordUse(record, { ...clientOf(c, actor), secret: record.secretHint, api, needs });
  return reply(c, 200, null, {
    "x-latchkey-token-id": record.tokenId,
    "x-latchkey-organization": record.organizationId,
    "x-latchkey-subject": record.subject ?? "",
    // Always there: Caddy would pass on the name of a header that is not.
    "x-latchkey-metadata": query.metadata === "1" ? encodeMetadata(record) : "",
    "x-latchkey-scopes": held.scopes,
    "x-latchkey-permissions": held.permissions,
    "x-latchkey-spaces": held.spaces,
    ...rateFields(c),
  });
}

const encodeMetadata = ({ metadata }: TokenRecord): string =>
  metadata === null ? "" : Buffer.from(JSON.stringify(metadata)).toString("base64url");
