import { z } from "@hono/zod-openapi";
import { PERMISSIONS } from "../../access/authorization/permissions";
import { isDatabaseAway } from "../../platform/db/errors";
import { publicOrigin } from "../../platform/http/served-origin";
import { signingKeys } from "../../verification/keys";
import type { ApiApp } from "../context";
import { addOperation } from "../operation";
import { openAnswers, openDatabaseAnswers } from "../openapi";
import { problem } from "../problem";
import { json, type Headings } from "../reply";
import { issuerOf } from "./issuer";
import { TOKEN_EXCHANGE } from "./token";

const metadataSchema = z
  .object({
    issuer: z.string(),
    token_endpoint: z.string(),
    introspection_endpoint: z.string(),
    revocation_endpoint: z.string(),
    jwks_uri: z.string(),
    grant_types_supported: z.array(z.string()),
    response_types_supported: z.array(z.string()),
    scopes_supported: z.array(z.string()),
    token_endpoint_auth_methods_supported: z.array(z.string()),
    introspection_endpoint_auth_methods_supported: z.array(z.string()),
    revocation_endpoint_auth_methods_supported: z.array(z.string()),
    service_documentation: z.string(),
  })
  .openapi("AuthorizationServerMetadata");

const keyFields = { kid: z.string(), use: z.literal("sig") } as const;

const jwksSchema = z
  .object({
    keys: z.array(
      z.discriminatedUnion("kty", [
        z.object({ ...keyFields, kty: z.literal("OKP"), alg: z.literal("EdDSA"), crv: z.string(), x: z.string() }),
        z.object({
          ...keyFields,
          kty: z.literal("EC"),
          alg: z.literal("ES256"),
          crv: z.string(),
          x: z.string(),
          y: z.string(),
        }),
        z.object({ ...keyFields, kty: z.literal("RSA"), alg: z.literal("RS256"), n: z.string(), e: z.string() }),
      ]),
    ),
  })
  .openapi("JsonWebKeySet");

/** `/.well-known/*`: the metadata with which clients discover the endpoints. */
export function addOAuthMetadata(app: ApiApp): void {
  // A response that depends on the Host header must not be cached for other clients.
  const cacheable = (): Headings => (publicOrigin() === null ? {} : { "cache-control": "public, max-age=300" });
  addOperation(app, {
    method: "get",
    path: "/.well-known/oauth-authorization-server",
    operationId: "getAuthorizationServerMetadata",
    tag: "OAuth",
    summary: "Where the OAuth endpoints are (RFC 8414)",
    responses: openAnswers(metadataSchema, "The metadata."),
    answer: (c) => json(c, metadataOf(issuerOf(c)), 200, cacheable()),
  });
  addOperation(app, {
    method: "get",
    path: "/.well-known/jwks.json",
    operationId: "getSigningKeys",
    tag: "OAuth",
    summary: "The keys that sign JWTs (RFC 7517)",
    responses: openDatabaseAnswers(jwksSchema, "Public keys; the next one is published an hour before it signs."),
    answer: async (c) => {
      try {
        const { jwks: published } = await signingKeys();
        return json(c, jwksSchema.parse(published), 200, { "cache-control": "public, max-age=300" });
      } catch (error) {
        if (!isDatabaseAway(error)) throw error;
        return problem(c, "unavailable", {}, { "retry-after": "5" });
      }
    },
  });
}

function metadataOf(issuer: string): z.output<typeof metadataSchema> {
  return {
    issuer,
    token_endpoint: `${issuer}/oauth/token`,
    introspection_endpoint: `${issuer}/oauth/introspect`,
    revocation_endpoint: `${issuer}/oauth/revoke`,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    grant_types_supported: [TOKEN_EXCHANGE],
    response_types_supported: [], // required by RFC 8414, although there is no authorization endpoint
    scopes_supported: [...PERMISSIONS],
    token_endpoint_auth_methods_supported: ["none"],
    // Section 2 admits the types of access tokens.
    introspection_endpoint_auth_methods_supported: ["Bearer", "client_secret_basic"],
    revocation_endpoint_auth_methods_supported: ["none"],
    service_documentation: `${issuer}/docs`,
  };
}
