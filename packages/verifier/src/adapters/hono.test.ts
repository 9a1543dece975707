import { getRequestListener } from "@hono/node-server";
import { Hono } from "hono";
import { expect, test } from "vitest";
import { describeAdapter, serve } from "../testing/adapter-contract";
import { latchkeyFor } from "../testing/use-latchkey";
import { requireToken, type TokenEnv } from "./hono.js";

describeAdapter("Hono", (verifier, options, context) => {
  const app = new Hono<TokenEnv>();
  app.use(requireToken(verifier, options));
  app.get("/", (c) => c.json({ id: c.get("token").id }));
  app.onError((_, c) => c.json({}, 500));
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  return serve((request, response) => void listener(request, response), context);
});

test("keeps the headers that were set before, and reads the token from where it is told", async (context) => {
  const { latchkey, verifierWith } = await latchkeyFor(context);
  const { id, secret } = latchkey.tokens.issue({ scopes: ["invoices:read"] });
  const app = new Hono();
  app.use(async (c, next) => {
    c.header("access-control-allow-origin", "https://app.acme.example");
    await next();
  });
  const guard = requireToken(verifierWith(), { token: ({ req }) => req.header("x-api-key") });
  app.get("/", guard, (c) => c.json({ id: c.get("token").id }));
  const refused = await app.request("/", { headers: { authorization: `Bearer ${secret}` } });
  expect(refused.status).toBe(401);
  expect(refused.headers.get("access-control-allow-origin")).toBe("https://app.acme.example");
  const accepted = await app.request("/", { headers: { "x-api-key": secret } });
  expect(await accepted.json()).toEqual({ id });
});
