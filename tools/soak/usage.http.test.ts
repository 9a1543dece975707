import http from "node:http";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generateToken } from "../../lib/access/credentials/token-format";
import { startBalancer, type Balancer } from "../testing/balancer";
import { scratchFolder, until } from "../testing/scratch";
import { issueTokens } from "../testing/tokens";
import { startFleet, type ServerFleet } from "./fleet";

const REQUESTS = 20_000;
const CLIENTS = 24;
const API = "urn:acme:live";

let fleet: ServerFleet;
let balancer: Balancer | null = null;
let client: pg.Client;
let organizationId = "";
const scratch = scratchFolder();
const agent = new http.Agent({ keepAlive: true, maxSockets: CLIENTS });

/** One kind of request, and what Latchkey must count for it. */
interface Kind {
  readonly name: string;
  readonly outcome: string;
  readonly status: number;
  readonly secret: string;
  readonly path: string;
  /** How often it is sent among all. */
  readonly weight: number;
}

const kinds: Kind[] = [];

beforeAll(async () => {
  fleet = await startFleet();
  balancer = await startBalancer(
    scratch.folder,
    fleet.instances.map(({ url }) => url),
  );
  client = new pg.Client({ connectionString: fleet.ownerUrl });
  await client.connect();
  kinds.push(...(await prepare()));
}, 180_000);
afterAll(async () => {
  agent.destroy();
  await client?.end();
  await balancer?.stop();
  await fleet?.stop();
  scratch.remove();
});

async function prepare(): Promise<Kind[]> {
  const issued = await issueTokens(fleet.ownerUrl, 6);
  organizationId = issued.organizationId;
  const [good, revoked, expired, elsewhere, scoped, limited] = issued.tokens;
  const change = (id: string | undefined, set: string) =>
    client.query(`UPDATE "ApiToken" SET ${set} WHERE "id" = $1`, [id]);
  await change(revoked?.id, `"revokedAt" = now(), "revokedByName" = 'Test'`);
  await change(expired?.id, `"expiresAt" = now() - interval '1 hour'`);
  await change(elsewhere?.id, `"limits" = '{"networks":["198.51.100.0/24"]}'`);
  await change(limited?.id, `"limits" = '{"windows":[{"name":"burst","limit":100,"windowSeconds":86400}]}'`);
  await client.query(
    `WITH api AS (INSERT INTO "Api" ("id", "organizationId", "identifier", "name", "updatedAt")
       VALUES (gen_random_uuid(), $1, '${API}', 'API', now()) RETURNING "id"),
     scope AS (INSERT INTO "ApiScope" ("id", "organizationId", "apiId", "name")
       SELECT gen_random_uuid(), $1, "id", 'invoices:read' FROM api RETURNING "id", "apiId")
     INSERT INTO "TokenGrant" ("organizationId", "tokenId", "apiId", "scopeId")
       SELECT $1, $2, "apiId", "id" FROM scope`,
    [organizationId, scoped?.id],
  );
  const auth = `/api/v1/forward-auth?organization=${organizationId}`;
  const rest = "/api/v1/organization";
  const kind = (name: string, outcome: string, status: number, secret = "", path = auth, weight = 1): Kind => ({
    name,
    outcome,
    status,
    secret,
    path,
    weight,
  });
  return [
    kind("rest", "allowed", 200, good?.secret, rest, 4),
    kind("gateway", "allowed", 200, good?.secret, auth, 6),
    kind("scope", "allowed", 200, scoped?.secret, `${auth}&api=${API}&scope=invoices:read`, 3),
    kind("no-scope", "scope", 403, scoped?.secret, `${auth}&api=${API}&scope=invoices:write`, 2),
    kind("no-permission", "permission", 403, good?.secret, `${auth}&permission=owner`),
    kind("rest-permission", "permission", 403, good?.secret, "/api/v1/tokens"),
    kind("revoked", "revoked", 401, revoked?.secret, auth, 2),
    kind("rest-revoked", "revoked", 401, revoked?.secret, rest),
    kind("expired", "expired", 401, expired?.secret, rest),
    kind("network", "network", 401, elsewhere?.secret),
    kind("unknown", "unknown", 401, generateToken("latch")),
    kind("limited", "rate_limited", 429, limited?.secret),
  ];
}

function send(url: string, { secret, name }: Kind): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${secret}`, "x-kind": name };
    const request = http.get(url, { agent, headers }, (response) => {
      response.resume();
      response.on("close", () => resolve(response.statusCode ?? 0));
    });
    request.on("error", reject);
  });
}

/** Sends the mix; what each client saw, as nginx logs it. */
async function sendAll(): Promise<string[]> {
  const mix = kinds.flatMap((kind) => Array.from({ length: kind.weight }, () => kind));
  const seen: string[] = [];
  let next = 0;
  const one = async () => {
    while (next < REQUESTS) {
      const index = next++;
      const kind = mix[index % mix.length] as Kind;
      const base = balancer?.origin ?? fleet.instances[index % fleet.instances.length]?.url ?? "";
      seen.push(`${await send(base + kind.path, kind)} ${kind.name}`);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, one));
  return seen;
}

/** How many lines there are of each outcome. What a limit lets in is allowed. */
function outcomesOf(lines: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const line of lines) {
    const [status, name] = line.split(" ");
    const kind = kinds.find((known) => known.name === name);
    const outcome = status === "200" ? "allowed" : (kind?.outcome ?? "nothing");
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

async function counted(kind: string): Promise<Record<string, number>> {
  const { rows } = await client.query<{ outcome: string; requests: number }>(
    `SELECT "outcome", sum("requests")::int AS requests FROM "UsageCount"
      WHERE "organizationId" = $1 AND "kind" = $2 GROUP BY 1`,
    [organizationId, kind],
  );
  return Object.fromEntries(rows.map(({ outcome, requests }) => [outcome, requests]));
}

test(`the numbers of ${REQUESTS} requests equal nginx's access log, allowed and denied by reason`, async () => {
  const seen = await sendAll();
  const lines = () => balancer?.accessLog() ?? seen;
  await until(() => lines().length >= REQUESTS); // nginx writes a line after the answer
  const logged = lines();
  expect(logged).toHaveLength(REQUESTS);
  // On a busy machine a check may take too long: it is answered 503, and is neither allowed nor denied.
  const answered = logged.filter((line) => !line.startsWith("503 "));
  expect(answered.length).toBeGreaterThan(REQUESTS * 0.99);
  const expected = outcomesOf(answered);
  expect(outcomesOf(seen.filter((line) => !line.startsWith("503 ")))).toEqual(expected);
  const statuses = new Set(answered);
  expect([...statuses].filter((line) => /^(0|5)/.test(line))).toEqual([]);
  for (const { status, name } of kinds) expect(statuses).toContain(`${status} ${name}`);
  const sum = (counts: Record<string, number>) => Object.values(counts).reduce((all, one) => all + one, 0);
  await until(async () => sum(await counted("organization")) >= answered.length, 30_000).catch(() => undefined);
  expect(await counted("organization")).toEqual(expected);
  const ofApi = outcomesOf(answered.filter((line) => line.endsWith("scope")));
  expect(await counted("api")).toEqual(ofApi);
  const { allowed: _allowed, unknown: _unknown, ...denied } = expected;
  expect(await counted("token")).toEqual(denied);
  const { rows } = await client.query<{ sum: number }>(
    `SELECT sum("requests")::int AS sum FROM "TokenUsage" WHERE "organizationId" = $1`,
    [organizationId],
  );
  expect(rows[0]?.sum).toBe(expected.allowed);
}, 180_000);
