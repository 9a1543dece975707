import { z } from "@hono/zod-openapi";
import { authenticate, type Authentication } from "../../access/authenticate/api-token";
import { hintOf } from "../../access/credentials/token-format";
import type { TokenActor } from "../../access/authorization/actor";
import { identifierSchema } from "../../apis/schema";
import { whenSettled } from "../../platform/maybe-promise";
import { actionNeed, recordUse } from "../../usage/recorder";
import { MAX_COST } from "../../access/limits/bounds";
import { addressSchema, costSchema, needsOf, permissionDemand, resourceDemand } from "../../verification/demand";
import { introspect, type Denied, type Introspected } from "../../verification/introspect";
import { authenticationContext, clientOf, type Accepted } from "../authenticated";
import type { ApiApp, HttpExchange } from "../context";
import { addOperation } from "../operation";
import { countAuthentication } from "../request-metrics";
import { lackingOf, noteDenial } from "../refusals";
import { json } from "../reply";
import { denyOAuth, oauthError, unavailableOr } from "./error";
import { readForm, refuseForm } from "./form";
import { issuerOf } from "./issuer";
import { formRequest, formResponses } from "./openapi";

const costText = z
  .string()
  .regex(/^\d{1,4}$/, "a whole number")
  .transform(Number)
  .pipe(costSchema);

const formSchema = z.object({
  token: z.string({ error: "required" }).trim().min(1, "required").openapi({ description: "The token to check." }),
  token_type_hint: z.string().optional().openapi({ description: "Accepted and ignored." }),
  permission: permissionDemand.optional().openapi({
    description: "A permission (`editor`) or an action (`policy.write`): `allowed` tells whether the token may do it.",
  }),
  resource: z
    .union([resourceDemand, identifierSchema])
    .optional()
    .openapi({
      type: "string",
      description:
        "The identifier of an API (RFC 8707): the answer is about that API alone. " +
        "Left out: the only API that the Verifier is bound to, or else Latchkey’s own API, whose scopes are the " +
        "permissions. A token that has nothing there is inactive. " +
        "Or a space’s id, or the organization’s for all of it: " +
        "`allowed` tells whether the token reaches it; false for a space that the organization does not have.",
    }),
  address: addressSchema.optional(),
  cost: costText.optional().openapi({
    type: "string",
    description: `How many requests it counts as against the token’s limits: 0 to ${MAX_COST}, 1 if left out.`,
  }),
});

const introspectionSchema = z
  .discriminatedUnion("active", [
    z.object({ active: z.literal(false) }).strict(),
    z.object({
      active: z.literal(true),
      scope: z.string().openapi({ example: "viewer editor" }),
      client_id: z.uuid().openapi({ description: "The token’s id." }),
      username: z.string().openapi({ description: "The token’s name." }),
      token_type: z.literal("Bearer"),
      exp: z.int().optional(),
      nbf: z.int().optional(),
      iat: z.int(),
      sub: z.string().openapi({ description: "Whom the token is for; its id if that was not said." }),
      aud: z.string(),
      iss: z.string(),
      jti: z.string(),
      organization: z.string(),
      latchkey_metadata: z.record(z.string(), z.unknown()).optional().openapi({ type: "object" }),
      spaces: z.array(z.string()).optional().openapi({
        description: "Space ids, or `*` for all. Absent where the answer is about an API of the organization.",
      }),
      allowed: z.boolean().optional(),
    }),
  ])
  .openapi("Introspection");

export const INTROSPECTION = "/oauth/introspect";

export function addIntrospection(app: ApiApp): void {
  addOperation(app, {
    method: "post",
    path: INTROSPECTION,
    operationId: "introspectToken",
    tag: "OAuth",
    summary: "Whether a token is good, and for what (RFC 7662)",
    security: [{ bearer: [] }, { basic: [] }],
    request: formRequest(formSchema),
    responses: formResponses(
      introspectionSchema,
      "What the token may do; anything not active, foreign or unknown is exactly " +
        '`{"active":false}`, a JWT of /oauth/token too: its signature answers for it.',
      {
        401: "No token to authenticate with, or one that is not valid.",
        403: "The token lacks the permission Verifier.",
        429: "Too many requests.",
      },
    ),
    answer: introspection,
  });
}

const VERIFIER_NEEDS = [actionNeed("token.verify")];

/** `POST /oauth/introspect` (RFC 7662). */
export function introspection(c: HttpExchange): Response | Promise<Response> {
  const authentication = authenticate(c.req.raw.headers, authenticationContext(c, { cookies: false, basic: true }));
  return whenSettled(authentication, (settled) => enter(c, settled));
}

function enter(c: HttpExchange, authentication: Authentication): Response | Promise<Response> {
  countAuthentication(authentication.ok ? "ok" : authentication.error);
  if (!authentication.ok) {
    if ("refusal" in authentication && authentication.refusal) noteDenial(c, "introspection", authentication.refusal);
    return denyOAuth(c, authentication);
  }
  c.set("use", authentication.use);
  return whenSettled(readForm(c, formSchema), (form) => {
    if (form.ok) return ask(c, authentication, form.input);
    noteCaller(c, authentication);
    return refuseForm(c, form);
  });
}

/** The caller's own request was allowed, whatever it is answered. */
function noteCaller(c: HttpExchange, { actor, record }: Accepted): void {
  recordUse(actor, { ...clientOf(c, actor), secret: record.secretHint, needs: VERIFIER_NEEDS });
}

/** The address is that of the client, if the caller told it. */
function noteDenied(
  c: HttpExchange,
  { organizationId }: TokenActor,
  { reason, record, api }: Denied & { readonly api: string | null },
  question: Question,
): void {
  const { permission, resource } = question;
  const named = resource?.includes(":") ? { api: resource } : { space: resource };
  const hint = record === null && reason === "unknown" ? hintOf(question.token) : undefined;
  const why = reason === "demand" ? lackingOf({ permission, ...named }) : { reason };
  const { address = null, cost } = question;
  const denied = { record, hint, address, api, isUncounted: cost === 0, ...why };
  noteDenial(c, "introspection", denied, organizationId);
}

function ask(c: HttpExchange, accepted: Accepted, input: Question): Response | Promise<Response> {
  const result = introspect(accepted.actor, input, issuerOf(c));
  return result instanceof Promise
    ? result.then(
        (settled) => answer(c, accepted, settled, input),
        (error: unknown) => {
          noteCaller(c, accepted);
          return unavailableOr(c, error);
        },
      )
    : answer(c, accepted, result, input);
}

type Question = z.output<typeof formSchema>;

function answer(c: HttpExchange, accepted: Accepted, result: Introspected, question: Question): Response {
  const { actor: verifier, record, use } = accepted;
  if (!result.ok) {
    use.undo();
    noteDenial(c, "introspection", { reason: "permission", record, demanded: "verifier" });
    return oauthError(c, 403, "insufficient_scope", "Checking tokens needs the permission Verifier.", {
      "www-authenticate": 'Bearer realm="latchkey", error="insufficient_scope", scope="verifier"',
    });
  }
  noteCaller(c, accepted);
  const { api } = result;
  if (result.denied) noteDenied(c, verifier, { ...result.denied, api }, question);
  else if (result.introspection.active) {
    const { address = null, permission } = question;
    const { client_id: tokenId, organization: organizationId } = result.introspection;
    const agent = `introspected by ${verifier.name}`;
    recordUse(
      { tokenId, organizationId },
      {
        address,
        agent,
        isCertain: true,
        isUncounted: question.cost === 0,
        secret: hintOf(question.token),
        api: api ?? undefined,
        needs: needsOf({ api, permission }),
      },
    );
  }
  return json(c, result.introspection, 200);
}
