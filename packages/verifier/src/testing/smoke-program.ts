/** A program that uses the installed package. Prints what came of its checks as JSON, and ends by itself. */
export const SMOKE_PROGRAM = `
import { createVerifier } from "@latchkey/verifier";

const { requireToken: express } = await import("@latchkey/verifier/express");
const { requireToken: fastify } = await import("@latchkey/verifier/fastify");
const { requireToken: hono } = await import("@latchkey/verifier/hono");
const { requireToken: next, withToken } = await import("@latchkey/verifier/next");

const { issuer, token, api, secret, jwt } = JSON.parse(process.env.SMOKE);
const verifier = createVerifier({ issuer, token, api });
const guards = [express, fastify, hono, next].map((requireToken) => typeof requireToken(verifier));
guards.push(typeof withToken(verifier, {}, () => new Response()));
const name = (result) => (result.ok ? result.source : result.code);
const first = name(await verifier.verify(secret));
const until = performance.now() + 20_000;
let later = first;
while (later !== "memory" && performance.now() < until) {
  later = name(await verifier.verify(secret));
  await new Promise((resolve) => setTimeout(resolve, 50));
}
const byJwt = name(await verifier.verify(jwt));
const garbage = name(await verifier.verify("garbage"));
verifier.close();
const closed = name(await verifier.verify(secret));
console.log(JSON.stringify({ guards, first, later, byJwt, garbage, closed }));
`;

/** What it prints. */
export const SMOKE_RESULT = {
  guards: Array(5).fill("function"),
  first: "latchkey",
  later: "memory",
  byJwt: "jwt",
  garbage: "malformed",
  closed: "unavailable",
};

/** A program that compiles if the package has the types that it says, and no others. */
export const TYPED_PROGRAM = `
import express from "express";
import fastify from "fastify";
import { Hono } from "hono";
import type { NextRequest } from "next/server.js";
import { createVerifier, VerifierError, type Verification, type VerifiedToken } from "@latchkey/verifier";
import { requireToken as forExpress, tokenOf } from "@latchkey/verifier/express";
import { requireToken as forFastify } from "@latchkey/verifier/fastify";
import { requireToken as forHono, type TokenEnv } from "@latchkey/verifier/hono";
import { requireToken as forNext, withToken } from "@latchkey/verifier/next";

const verifier = createVerifier({
  issuer: "https://latchkey.example.com",
  token: "latch_secret",
  api: "https://billing.acme.example",
  onError: (error: VerifierError) => console.error(error.during, error.status),
});
// @ts-expect-error An API is needed.
createVerifier({ issuer: "https://latchkey.example.com", token: "latch_secret" });

export async function check(token: string): Promise<string | null> {
  const result: Verification = await verifier.verify(token, { scopes: ["invoices:read"], cost: 2 });
  // @ts-expect-error It may be refused.
  void result.token;
  return result.ok ? result.token.subject : result.code;
}

express().get("/", forExpress(verifier, { address: (request) => request.ip }), (request, response) => {
  const token: VerifiedToken = tokenOf(request);
  // @ts-expect-error A token has no secret.
  response.json([token.scopes, request.token?.id, token.secret]);
});

const app = fastify();
app.get("/", { onRequest: forFastify(verifier, { address: ({ ip }) => ip }) }, async (request) => {
  // @ts-expect-error The check may be missing.
  void request.token.id;
  return request.token?.id;
});

new Hono().get("/", forHono(verifier, { scopes: ["invoices:read"] }), (c) => {
  const token: VerifiedToken = c.get("token");
  return c.json(token.scopes);
});
new Hono<TokenEnv>().use(forHono(verifier)).get("/", (c) => c.json(c.get("token").id));

type Context = { params: Promise<{ id: string }> };
export const GET: (request: NextRequest, context: Context) => Promise<Response> = withToken(
  verifier,
  { scopes: ({ nextUrl }) => [nextUrl.pathname] },
  async (request, token, { params }: Context) => Response.json([request.nextUrl.href, token.id, (await params).id]),
);
export const proxy: (request: NextRequest) => Promise<Response | undefined> = forNext(verifier);
`;
