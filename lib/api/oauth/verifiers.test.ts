import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import express, { type ErrorRequestHandler, type RequestHandler } from "express";
import { auth, requiredScopes } from "express-oauth2-jwt-bearer";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { passportJwtSecret } from "jwks-rsa";
import passport from "passport";
import { ExtractJwt, Strategy } from "passport-jwt";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { superAdmin } from "../../../tools/testing/actors";
import { useSeededApi } from "../../../tools/testing/seeded-api";
import { ALGORITHMS, type Algorithm } from "../../apis/limits";
import { createApi } from "../../apis/mutations";
import { createApiSchema } from "../../apis/schema";
import { issueToken } from "../../tokens/issuing";
import { issueTokenSchema } from "../../tokens/schema";

const { url, post } = useSeededApi();

const identifierOf = (algorithm: Algorithm) => `https://${algorithm.toLowerCase()}.lunalectric.example`;
const SCOPES = ["invoices:read", "invoices:write"];
let secret: string;
const servers: Server[] = [];

beforeAll(async () => {
  const ada = superAdmin("lunalectric");
  for (const algorithm of ALGORITHMS) {
    const scopes = SCOPES.map((name) => ({ name }));
    await createApi(
      ada,
      createApiSchema.parse({ identifier: identifierOf(algorithm), name: "API", algorithm, scopes }),
    );
  }
  const grants = ALGORITHMS.map((algorithm) => ({ api: identifierOf(algorithm), scopes: ["invoices:read"] }));
  const input = issueTokenSchema.parse({ name: randomUUID(), permissions: ["viewer"], grants });
  const issued = await issueToken(ada, input);
  if (!issued.ok) throw new Error(issued.reason);
  secret = issued.secret.reveal();
});
afterAll(async () => {
  await Promise.all(servers.map((server) => once(server.close(), "close")));
});

/** A JWT for the API of this algorithm, or for Latchkey's own. */
async function jwtFor(audience: string): Promise<string> {
  const answer = await post("/oauth/token", {
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
    subject_token: secret,
    audience,
  });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { access_token: string }).access_token;
}

const jwksUri = () => url("/.well-known/jwks.json");

/** An Express application that answers 200 to requests that pass these handlers; its statuses for each JWT. */
async function statusesBehind(handlers: RequestHandler[], jwts: readonly string[]): Promise<number[]> {
  const app = express();
  app.get("/", ...handlers, (_, response) => void response.sendStatus(200));
  const answerRefusal: ErrorRequestHandler = (error: { status?: number }, _request, response, _next) =>
    void response.sendStatus(error.status ?? 500);
  app.use(answerRefusal);
  const server = app.listen(0, "127.0.0.1");
  servers.push(server);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const ask = async (jwt: string) =>
    (await fetch(`http://127.0.0.1:${port}/`, { headers: { authorization: `Bearer ${jwt}` } })).status;
  return Promise.all(jwts.map(ask));
}

/** JWTs of this API, of another one, of Latchkey's own, and one whose signature was changed. */
async function jwtsAround(algorithm: Algorithm): Promise<string[]> {
  const other = ALGORITHMS.find((name) => name !== algorithm) ?? algorithm;
  const own = await jwtFor(identifierOf(algorithm));
  const at = own.lastIndexOf(".") + 5;
  const changed = own.slice(0, at) + (own[at] === "A" ? "B" : "A") + own.slice(at + 1);
  return [own, await jwtFor(identifierOf(other)), await jwtFor(url()), changed];
}

describe.each(ALGORITHMS)("a JWT signed by %s", (algorithm) => {
  test("is accepted by jose for its API alone", async () => {
    const keys = createRemoteJWKSet(new URL(jwksUri()));
    const options = { issuer: url(), audience: identifierOf(algorithm), algorithms: [algorithm], typ: "at+jwt" };
    const [own, ...others] = await jwtsAround(algorithm);
    expect((await jwtVerify(String(own), keys, options)).payload).toMatchObject({ scope: "invoices:read" });
    for (const jwt of others) await expect(jwtVerify(jwt, keys, options)).rejects.toThrow();
  });

  test("is accepted by express-oauth2-jwt-bearer for its API and its scopes alone", async () => {
    const check = auth({
      issuer: url(),
      audience: identifierOf(algorithm),
      jwksUri: jwksUri(),
      tokenSigningAlg: algorithm,
      strict: true,
    });
    const jwts = await jwtsAround(algorithm);
    expect(await statusesBehind([check, requiredScopes("invoices:read")], jwts)).toEqual([200, 401, 401, 401]);
    expect(await statusesBehind([check, requiredScopes("invoices:write")], jwts)).toEqual([403, 401, 401, 401]);
  });
});

test("a JWT signed by RS256 is accepted by passport-jwt with jwks-rsa for its API alone", async () => {
  const strategy = new Strategy(
    {
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKeyProvider: passportJwtSecret({ jwksUri: jwksUri() }),
      issuer: url(),
      audience: identifierOf("RS256"),
      algorithms: ["RS256"],
    },
    (payload: { sub: string }, done) => done(null, { id: payload.sub }),
  );
  const check = new passport.Passport().use(strategy).authenticate("jwt", { session: false }) as RequestHandler;
  expect(await statusesBehind([check], await jwtsAround("RS256"))).toEqual([200, 401, 401, 401]);
});
