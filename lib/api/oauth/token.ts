import { z } from "@hono/zod-openapi";
import { addressOf } from "../../auth/request-address";
import { exchange, exchangeSchema, LIFETIME } from "../../jwt/exchange";
import { recordUse } from "../../usage/recorder";
import type { ApiApp, ApiContext } from "../context";
import { json } from "../reply";
import { oauthError, unavailableOr, type OAuthError } from "./error";
import { readForm } from "./form";
import { issuerOf } from "./issuer";
import { describeForm } from "./openapi";

export const TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
const ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
const JWT = "urn:ietf:params:oauth:token-type:jwt";

const formSchema = z.object({
  grant_type: z.string({ error: "required" }).openapi({ example: TOKEN_EXCHANGE }),
  subject_token: z.string({ error: "required" }).min(1, "required").openapi({ description: "The API token." }),
  subject_token_type: z.string({ error: "required" }).openapi({ example: ACCESS_TOKEN }),
  requested_token_type: z.enum([JWT, ACCESS_TOKEN], { error: "only a JWT is issued" }).optional(),
  audience: z.array(z.string().min(1).max(500)).max(10).optional().openapi({ description: "Who may rely on it; may be sent several times." }),
  resource: z.array(z.url("must be a URI").max(500)).max(10).optional().openapi({ description: "The same as a URI (RFC 8707)." }),
  scope: z.string().max(200).optional().openapi({ description: "Permissions, fewer than the token’s.", example: "viewer" }),
  expires_in: z.coerce.number().int().min(LIFETIME.least).max(LIFETIME.most).optional().openapi({ description: "Seconds; 300 where left out." }),
});

const responseSchema = z
  .object({ access_token: z.string(), issued_token_type: z.literal(JWT), token_type: z.literal("Bearer"), expires_in: z.int(), scope: z.string() })
  .openapi("TokenExchange");

/** `POST /oauth/token` (RFC 8693): an API token for a JWT of 1 to 15 minutes. */
export function addTokenExchange(app: ApiApp): void {
  describeForm(app, {
    path: "/oauth/token",
    operationId: "exchangeToken",
    summary: "Exchange a token for a short-lived JWT (RFC 8693)",
    security: [],
    form: formSchema,
    response: responseSchema,
    description: "A JWT signed with a key of /.well-known/jwks.json.",
  });
  app.post("/oauth/token", async (c) => {
    const form = await readForm(c, formSchema, ["audience", "resource"]);
    if (!form.ok) return oauthError(c, form.status, "invalid_request", form.description);
    if (form.input.grant_type !== TOKEN_EXCHANGE) return oauthError(c, 400, "unsupported_grant_type", `Only ${TOKEN_EXCHANGE} is supported.`);
    if (form.input.subject_token_type !== ACCESS_TOKEN) return oauthError(c, 400, "invalid_request", `subject_token_type: only ${ACCESS_TOKEN} is supported.`);
    try {
      return await answer(c, form.input);
    } catch (error) {
      return unavailableOr(c, error);
    }
  });
}

const DESCRIPTIONS: Record<"invalid_grant" | "invalid_scope", string> = {
  invalid_grant: "The subject token is not valid.",
  invalid_scope: "The token does not hold this scope.",
};

async function answer(c: ApiContext, { subject_token, audience = [], resource = [], scope, expires_in }: z.output<typeof formSchema>): Promise<Response> {
  const input = exchangeSchema.parse({ token: subject_token, audience: [...audience, ...resource].slice(0, 10), scope, lifetimeSeconds: expires_in });
  const exchanged = await exchange(input, issuerOf(c));
  if (!exchanged.ok) return oauthError(c, 400, exchanged.error satisfies OAuthError, DESCRIPTIONS[exchanged.error]);
  const { jwt, expiresIn, scope: granted, record } = exchanged;
  recordUse({ ...record, address: addressOf(c.req.raw.headers, c.env.incoming) }, c.req.raw.headers.get("user-agent"));
  return json(c, { access_token: jwt, issued_token_type: JWT, token_type: "Bearer", expires_in: expiresIn, scope: granted }, 200, { pragma: "no-cache" });
}
