import fastify from "fastify";
import { expect, test } from "vitest";
import { describeAdapter, serve } from "../testing/adapter-contract";
import { latchkeyFor } from "../testing/use-latchkey";
import { requireToken, tokenOf } from "./fastify.js";

describeAdapter("Fastify", async (verifier, options, context) => {
  const app = fastify();
  app.addHook("onRequest", requireToken(verifier, options));
  app.get("/", async (request) => ({ id: tokenOf(request).id }));
  await app.ready();
  return serve((request, response) => app.routing(request, response), context);
});

test("guards a route, reads the token from where it is told, and works with inject", async (context) => {
  const { latchkey, verifierWith } = await latchkeyFor(context);
  const { id, secret } = latchkey.tokens.issue({ scopes: ["invoices:read"] });
  const app = fastify();
  const verifier = verifierWith();
  const byKey = requireToken(verifier, { token: ({ headers }) => headers["x-api-key"]?.toString() });
  app.get("/key", { onRequest: byKey }, async (request) => ({ id: request.token?.id }));
  app.get("/bearer", { onRequest: requireToken(verifier) }, async (request) => ({ id: request.token?.id }));
  app.get("/open", async (request) => ({ id: tokenOf(request).id }));
  const ask = async (url: string, headers: Readonly<Record<string, string>>) => {
    const { statusCode, body } = await app.inject({ url, headers });
    return [statusCode, (JSON.parse(body) as { readonly id?: string }).id];
  };
  expect(await ask("/key", { "x-api-key": secret })).toEqual([200, id]);
  expect(await ask("/key", { authorization: `Bearer ${secret}` })).toEqual([401, undefined]);
  expect(await ask("/bearer", { authorization: `Bearer ${secret}` })).toEqual([200, id]);
  expect(await ask("/open", { authorization: `Bearer ${secret}` })).toEqual([500, undefined]);
});
