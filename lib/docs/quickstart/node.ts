import { type QuickstartParameters, quoted } from "./parameters";

/** What the snippets for Node.js have in common. */
const checkOf = ({ origin, api }: QuickstartParameters): string => `const LATCHKEY = ${quoted(origin)};
const API = ${quoted(api)};
// An API token with the permission Verifier. Keep it out of the code.
const VERIFIER = process.env.LATCHKEY_VERIFIER_TOKEN;

/**
 * Asks Latchkey about a token (RFC 7662). Throws if there is no usable answer. A token that is limited to networks is
 * active only with the client's address, and only if that is in one of them.
 */
async function introspect(token, address) {
  if (!VERIFIER) throw new Error("Set LATCHKEY_VERIFIER_TOKEN.");
  const response = await fetch(LATCHKEY + "/oauth/introspect", {
    method: "POST",
    headers: { authorization: "Bearer " + VERIFIER },
    body: new URLSearchParams({ token, resource: API, ...(address && { address }) }),
    cache: "no-store",
    redirect: "error",
    signal: AbortSignal.timeout(3000),
  });
  if (!response.ok) throw new Error("Latchkey responded " + response.status + ".");
  return response.json();
}

const refuse = (status, challenge) => ({
  status,
  headers: challenge ? { "www-authenticate": challenge } : {},
});

/** 200 with what the token has, or a refusal with its challenge (RFC 6750). An error refuses too. */
async function check(authorization, scope, address) {
  const secret = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization ?? "")?.[1];
  if (!secret) return refuse(401, 'Bearer realm="api"');
  try {
    const token = await introspect(secret, address);
    if (token.active !== true) return refuse(401, 'Bearer realm="api", error="invalid_token"');
    if (!token.scope.split(" ").includes(scope))
      return refuse(403, 'Bearer realm="api", error="insufficient_scope", scope="' + scope + '"');
    return { status: 200, headers: {}, token };
  } catch (error) {
    console.error("A token could not be checked:", error);
    return refuse(503);
  }
}
`;

const PORT = "Number(process.env.PORT ?? 8000)";

export const express = (parameters: QuickstartParameters): string => `import express from "express";

${checkOf(parameters)}
/** Lets only requests pass whose token has the scope. */
const requireScope = (scope) => async (request, response, next) => {
  // Behind a proxy, set Express's "trust proxy".
  const { status, headers, token } = await check(request.headers.authorization, scope, request.ip);
  if (status !== 200) return response.set(headers).sendStatus(status);
  response.locals.token = token;
  next();
};

const app = express();
app.get("/", requireScope(${quoted(parameters.scope)}), (request, response) => {
  response.json({ subject: response.locals.token.sub });
});
app.listen(${PORT}, "127.0.0.1");
`;

export const hono = (parameters: QuickstartParameters): string => `import { serve } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import { Hono } from "hono";

${checkOf(parameters)}
/** Lets only requests pass whose token has the scope. */
const requireScope = (scope) => async (c, next) => {
  // Behind a proxy, the address that the proxy passes.
  const { address } = getConnInfo(c).remote;
  const { status, headers, token } = await check(c.req.header("authorization"), scope, address);
  if (status !== 200) return c.body(null, status, headers);
  c.set("token", token);
  await next();
};

const app = new Hono();
app.get("/", requireScope(${quoted(parameters.scope)}), (c) => c.json({ subject: c.get("token").sub }));
serve({ fetch: app.fetch, port: ${PORT}, hostname: "127.0.0.1" });
`;

export const fastify = (parameters: QuickstartParameters): string => `import Fastify from "fastify";

${checkOf(parameters)}
/** Lets only requests pass whose token has the scope. */
const requireScope = (scope) => async (request, reply) => {
  // Behind a proxy, set Fastify's "trustProxy".
  const { status, headers, token } = await check(request.headers.authorization, scope, request.ip);
  if (status !== 200) return reply.code(status).headers(headers).send();
  request.token = token;
};

const app = Fastify();
app.decorateRequest("token", null);
app.get("/", { onRequest: requireScope(${quoted(parameters.scope)}) }, async (request) => ({
  subject: request.token.sub,
}));
await app.listen({ port: ${PORT}, host: "127.0.0.1" });
`;

export const next = (parameters: QuickstartParameters): string => `${checkOf(parameters)}
export async function GET(request) {
  const authorization = request.headers.get("authorization");
  // Next.js does not say from where a request came: pass the address too if your proxy sets it, and no client can.
  const { status, headers, token } = await check(authorization, ${quoted(parameters.scope)});
  if (status !== 200) return new Response(null, { status, headers });
  return Response.json({ subject: token.sub });
}
`;
