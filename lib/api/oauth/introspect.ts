import { z } from "@hono/zod-openapi";
import { authenticate } from "../../auth/api-token";
import { isDatabaseAway } from "../../db/errors";
import { recordUse } from "../../usage/recorder";
import { permissionDemand, resourceDemand } from "../../verification/demand";
import { introspect } from "../../verification/introspect";
import { authenticationContext } from "../authenticated";
import type { ApiApp, ApiContext } from "../context";
import { countAuthentication } from "../measures";
import { json } from "../reply";
import { denyOAuth, oauthError, oauthUnavailable } from "./error";
import { readForm } from "./form";
import { issuerOf } from "./issuer";
import { describeForm } from "./openapi";

const formSchema = z.object({
  token: z.string({ error: "required" }).min(1, "required").openapi({ description: "The token to check." }),
  token_type_hint: z.string().optional().openapi({ description: "Accepted and ignored." }),
  permission: permissionDemand.optional().openapi({ description: "A permission (`editor`) or an action (`policy.write`): `allowed` tells whether the token may do it." }),
  resource: resourceDemand.optional().openapi({ description: "A space’s id, or the organization’s for all of it: `allowed` tells whether the token reaches it." }),
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
      iat: z.int(),
      sub: z.string(),
      aud: z.string(),
      iss: z.string(),
      jti: z.string(),
      organization: z.string(),
      spaces: z.array(z.string()).openapi({ description: "Space ids, or `*` for all." }),
      allowed: z.boolean().optional(),
    }),
  ])
  .openapi("Introspection");

/** `POST /oauth/introspect` (RFC 7662). */
export function addIntrospection(app: ApiApp): void {
  describeForm(app, {
    path: "/oauth/introspect",
    operationId: "introspectToken",
    summary: "Whether a token is good, and for what (RFC 7662)",
    security: [{ bearer: [] }, { basic: [] }],
    form: formSchema,
    response: introspectionSchema,
    description: "What the token may do; anything not active, foreign or unknown is exactly `{\"active\":false}`.",
  });
  app.post("/oauth/introspect", async (c) => {
    const authentication = await authenticate(c.req.raw.headers, authenticationContext(c, { cookies: false, basic: true }));
    countAuthentication(authentication.ok ? "ok" : authentication.error);
    if (!authentication.ok) return denyOAuth(c, authentication);
    recordUse(authentication.actor, c.req.raw.headers.get("user-agent"));
    c.set("rate", authentication.rate);
    const form = await readForm(c, formSchema);
    if (!form.ok) return oauthError(c, form.status, "invalid_request", form.description);
    try {
      return await answer(c, authentication.actor, form.input);
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      return oauthUnavailable(c);
    }
  });
}

async function answer(c: ApiContext, verifier: Parameters<typeof introspect>[0], input: z.output<typeof formSchema>): Promise<Response> {
  const result = await introspect(verifier, input, issuerOf(c));
  if (!result.ok) return oauthError(c, 403, "insufficient_scope", "Checking tokens needs the permission Verifier.", { "www-authenticate": 'Bearer realm="latchkey", error="insufficient_scope", scope="verifier"' });
  if (result.seen) recordUse(result.seen, `introspected by ${verifier.name}`);
  return json(c, result.introspection, 200);
}
