import { z } from "@hono/zod-openapi";
import { addressOf, certainAddressOf } from "../../platform/http/client-address";
import {
  exchange,
  exchangeSchema,
  type TokenExchange,
  MAX_LIFETIME_SECONDS,
  MIN_LIFETIME_SECONDS,
} from "../../verification/exchange";
import type { Refused } from "../../access/uses";
import { recordUse } from "../../usage/recorder";
import { needsOf } from "../../verification/demand";
import { clientOf } from "../authenticated";
import type { ApiApp, ApiContext } from "../context";
import { addOperation } from "../operation";
import { noteDenial } from "../refusals";
import { json, rateRefusal } from "../reply";
import { oauthError, unavailableOr, type OAuthError } from "./error";
import { readForm, refuseForm } from "./form";
import { trustedIssuerOf } from "./issuer";
import { formRequest, formResponses } from "./openapi";

export const TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
const ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
const JWT = "urn:ietf:params:oauth:token-type:jwt";

const formSchema = z.object({
  grant_type: z.literal(TOKEN_EXCHANGE, {
    error: ({ input }) => (input === undefined ? "required" : `only ${TOKEN_EXCHANGE} is supported`),
  }),
  subject_token: z.string({ error: "required" }).trim().min(1, "required").openapi({ description: "The API token." }),
  subject_token_type: z.string({ error: "required" }).openapi({ example: ACCESS_TOKEN }),
  requested_token_type: z.enum([JWT, ACCESS_TOKEN], { error: "only a JWT is issued" }).optional(),
  audience: z
    .array(z.string())
    .optional()
    .openapi({
      description:
        "The API that the JWT is for, by its identifier. Sent once, here or as `resource`. " +
        "Left out: Latchkey’s own, whose identifier is the issuer.",
    }),
  resource: z.array(z.string()).optional().openapi({ description: "The same (RFC 8707)." }),
  scope: z
    .string()
    .optional()
    .openapi({
      description:
        "Scopes of that API, or permissions where it is Latchkey’s own; none that the token does not have. " +
        "Left out: all of the token’s.",
      example: "viewer",
    }),
  actor_token: z
    .never("delegation is not supported")
    .optional()
    .openapi({ type: "string", description: "Refused: delegation is not supported." }),
  expires_in: z.coerce
    .number()
    .int()
    .min(MIN_LIFETIME_SECONDS)
    .max(MAX_LIFETIME_SECONDS)
    .optional()
    .openapi({ description: "Seconds; 300 where left out." }),
});

const responseSchema = z
  .object({
    access_token: z.string(),
    issued_token_type: z.enum([JWT, ACCESS_TOKEN]),
    token_type: z.literal("Bearer"),
    expires_in: z.int(),
    scope: z.string(),
  })
  .openapi("TokenExchange");

/** `POST /oauth/token` (RFC 8693): an API token for a JWT of 1 to 15 minutes. */
export function addTokenExchange(app: ApiApp): void {
  addOperation(app, {
    method: "post",
    path: "/oauth/token",
    operationId: "exchangeToken",
    tag: "OAuth",
    summary: "Exchange a token for a short-lived JWT (RFC 8693)",
    request: formRequest(formSchema),
    responses: formResponses(responseSchema, "A JWT signed with a key of /.well-known/jwks.json.", {
      429: "The token is over one of its limits.",
    }),
    answer: tokenExchange,
  });
}

async function tokenExchange(c: ApiContext): Promise<Response> {
  // An empty scope must not grant everything, although RFC 6749 treats empty parameters as missing.
  const form = await readForm(c, formSchema, { lists: ["audience", "resource"], kept: ["scope"] });
  if (!form.ok) return refuseForm(c, form, errorOf(form));
  if (form.input.subject_token_type !== ACCESS_TOKEN)
    return oauthError(c, 400, "invalid_request", `subject_token_type: only ${ACCESS_TOKEN} is supported.`);
  try {
    return await answer(c, form.input);
  } catch (error) {
    return unavailableOr(c, error);
  }
}

/**
 * An unsupported grant type takes precedence over other errors (RFC 6749 section 5.2), because the other parameters
 * belong to this grant type.
 */
function errorOf({ description }: { readonly description: string }): OAuthError {
  return description.startsWith("grant_type: only") ? "unsupported_grant_type" : "invalid_request";
}

/**
 * For an invalid subject token, RFC 8693 section 2.2.2 requires `invalid_request`, unlike `invalid_grant` in RFC 6749.
 */
const REFUSALS = {
  invalid_request: "subject_token: not valid",
  invalid_scope: "The token does not hold this scope.",
  invalid_target:
    "audience, resource: name one API of which the token has a scope, or the issuer where the token has a permission.",
} as const satisfies Partial<Record<OAuthError, string>>;

const NO_ISSUER = "This deployment has no APP_URL, so its JWTs would name the issuer that the Host header says.";

const NOT_ENFORCED =
  "The token has limits, which this API does not say that it enforces, or a number of uses, which no JWT can keep. " +
  "Present the token itself.";

const refuse = (c: ApiContext, error: keyof typeof REFUSALS | "limited"): Response =>
  error === "limited" ? oauthError(c, 400, "invalid_target", NOT_ENFORCED) : oauthError(c, 400, error, REFUSALS[error]);

/** A token whose last use is made is dead, and so it has none left that could be counted again. */
const refuseOver = (c: ApiContext, use: Refused): Response =>
  use.code === "expired"
    ? refuse(c, "invalid_request")
    : oauthError(c, 429, "slow_down", "Too many requests.", rateRefusal(c, use));

/** Of requests for what the token lacks nothing is noted: they ask for a JWT, and were not denied with one. */
function noteDenied(c: ApiContext, exchanged: Extract<TokenExchange, { ok: false }>, api?: string): void {
  if (exchanged.error === "over_limit")
    noteDenial(c, "exchange", { reason: exchanged.use.code, record: exchanged.record, api });
  else if (exchanged.error === "invalid_request" && exchanged.refusal)
    noteDenial(c, "exchange", { ...exchanged.refusal, api });
}

async function answer(
  c: ApiContext,
  {
    subject_token,
    audience = [],
    resource = [],
    scope,
    expires_in,
    requested_token_type = JWT,
  }: z.output<typeof formSchema>,
): Promise<Response> {
  const targets = [...audience, ...resource];
  const input = exchangeSchema.safeParse({
    token: subject_token,
    audience: targets[0],
    scope,
    lifetimeSeconds: expires_in,
  });
  if (!input.success || targets.length > 1) return refuse(c, "invalid_target"); // the form has checked the rest
  const issuer = trustedIssuerOf(c);
  if (issuer === null) return oauthError(c, 400, "invalid_request", NO_ISSUER);
  const { headers } = c.req.raw;
  const asked = targets[0] === issuer ? undefined : targets[0];
  const certainAddress = certainAddressOf(headers, c.env.incoming);
  const exchanged = await exchange(input.data, issuer, { certainAddress });
  if (!exchanged.ok) {
    noteDenied(c, exchanged, asked);
    return exchanged.error === "over_limit" ? refuseOver(c, exchanged.use) : refuse(c, exchanged.error);
  }
  const { jwt, expiresIn, scope: granted, record } = exchanged;
  recordUse(record, {
    ...clientOf(c, { address: addressOf(headers, c.env.incoming) }),
    isCertain: false, // nobody knows where its JWT is used
    secret: record.secretHint,
    api: asked,
    needs: needsOf({ api: asked, scopes: scope === undefined ? undefined : granted.split(" ") }),
  });
  return json(
    c,
    {
      access_token: jwt,
      issued_token_type: requested_token_type,
      token_type: "Bearer",
      expires_in: expiresIn,
      scope: granted,
    },
    200,
    { pragma: "no-cache" },
  );
}
