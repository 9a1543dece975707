import express, { type ErrorRequestHandler } from "express";
import { expect, test } from "vitest";
import { describeAdapter, serve } from "../testing/adapter-contract";
import { latchkeyFor } from "../testing/use-latchkey";
import { requireToken, tokenOf } from "./express.js";

const toJson: ErrorRequestHandler = (_error, _request, response, _next) => void response.status(500).json({});

describeAdapter("Express", (verifier, options, context) => {
  const app = express();
  app.use(requireToken(verifier, options));
  app.get("/", (request, response) => void response.json({ id: request.token?.id }));
  app.use(toJson);
  return serve(app, context);
});

test("reads the token from where it is told, and knows a route without a check", async (context) => {
  const { latchkey, verifierWith } = await latchkeyFor(context);
  const { id, secret } = latchkey.tokens.issue({ scopes: ["invoices:read"] });
  const app = express();
  const guard = requireToken(verifierWith(), { token: (request) => request.get("x-api-key") });
  app.get("/guarded", guard, (request, response) => void response.json({ id: tokenOf(request).id }));
  app.get("/open", (request, response) => void response.json({ id: tokenOf(request).id }));
  app.use(toJson);
  const ask = await serve(app, context);
  expect(await ask([["X-Api-Key", secret]], "/guarded")).toMatchObject({ status: 200, body: { id } });
  expect(await ask([["Authorization", `Bearer ${secret}`]], "/guarded")).toMatchObject({ status: 401 });
  expect(await ask([["X-Api-Key", secret]], "/open")).toMatchObject({ status: 500 });
});
