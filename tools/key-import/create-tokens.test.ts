import { spawn } from "node:child_process";
import { appendFileSync, chmodSync, existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { text } from "node:stream/consumers";
import { apiKey } from "@better-auth/api-key";
import { betterAuth } from "better-auth";
import { memoryAdapter } from "better-auth/adapters/memory";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { db } from "../../lib/platform/db";
import { inRoot } from "../project";
import { issueSecret, registerApi } from "../testing/scoped-tokens";
import { scratchFolder } from "../testing/scratch";
import { useSeededApi } from "../testing/seeded-api";

const { url, introspect, bearer } = useSeededApi();

const ORGANIZATION = "lunalectric";
/** As in the mappings of docs/migrate. */
const API = "https://billing.acme.example";
const PAST = "2020-01-01T00:00:00Z";
const FUTURE = "2030-01-01T00:00:00Z";

let issuer: string;
let folder: string;
let remove: () => void;

beforeAll(async () => {
  await registerApi(ORGANIZATION, API, ["invoices:read", "invoices:write"]);
  issuer = await issueSecret(ORGANIZATION, { permissions: ["issuer"], issues: [{ api: API }] });
});
beforeEach(() => ({ folder, remove } = scratchFolder()));
afterEach(() => remove());

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the script with these options. */
async function run(...options: string[]): Promise<Outcome> {
  const env = { ...process.env, LATCHKEY_ISSUER_TOKEN: issuer };
  const child = spawn(process.execPath, [inRoot("docs/migrate/create-tokens.mjs"), ...options], { env });
  const code = new Promise<number>((resolve) => child.once("close", (status) => resolve(status ?? -1)));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}

const inFolder = (name: string) => path.join(folder, name);
const output = () => inFolder("secrets.ndjson");
const linesOf = (values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join("");

/** Options for this mapping of docs/migrate and this export. */
function optionsFor(mapping: string, exported: string, origin = url()): string[] {
  const input = inFolder("export.ndjson");
  writeFileSync(input, exported);
  const file = inRoot("docs/migrate", `${mapping}.mjs`);
  return ["--mapping", file, "--input", input, "--origin", origin, "--output", output()];
}

interface CreatedToken {
  readonly key: string;
  readonly tokenId: string;
  readonly secret: string;
}

const readOutput = () =>
  readFileSync(output(), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as CreatedToken);
const secretOf = (key: string) => readOutput().find((created) => created.key === key)?.secret ?? "";
/** What introspection says of the token of a key. */
const tokenOf = (key: string) => introspect({ token: secretOf(key), resource: API });

async function countOf(subject: string): Promise<number> {
  const answer = await fetch(url(`/api/v1/subjects/${subject}/tokens`), { headers: bearer("Organization owner") });
  return ((await answer.json()) as { items: unknown[] }).items.length;
}

/** Rows of a table of one's own. Each call has other ids. */
function ownRows(count = 1) {
  const tag = crypto.randomUUID();
  return Array.from({ length: count }, (_, at) => ({
    id: `${tag}-${at}`,
    customer_id: tag,
    label: "CI",
    rights: ["write"],
    plan: "pro",
    expires_at: null,
  }));
}

describe("the mapping of", () => {
  test("a table of one's own keeps customer, name, rights, plan and expiration", async () => {
    const [row] = ownRows() as [ReturnType<typeof ownRows>[number]];
    const rows = [
      row,
      { ...row, id: 2, rights: ["read"], expires_at: FUTURE },
      { ...row, id: 3, label: "", expires_at: PAST },
    ];
    const { code, stdout, stderr } = await run(...optionsFor("own-table", linesOf(rows)));
    expect([code, stdout, stderr]).toEqual([0, expect.stringMatching(/^2 created/), "3: skipped, expired\n"]);
    expect(statSync(output()).mode & 0o777).toBe(0o600);
    expect(await tokenOf(row.id)).toMatchObject({
      active: true,
      username: `CI (${row.id})`,
      sub: row.customer_id,
      scope: "invoices:read invoices:write",
      latchkey_metadata: { plan: "pro" },
    });
    expect(await tokenOf(row.id)).not.toHaveProperty("exp");
    expect(await tokenOf("2")).toMatchObject({ scope: "invoices:read", exp: Date.parse(FUTURE) / 1000 });
  });

  test("Unkey's keys keeps identity, name, permissions, meta and expiration", async () => {
    const key = {
      keyId: "key_1",
      start: "acme_3ZZ",
      enabled: true,
      name: "CI",
      meta: { plan: "pro" },
      createdAt: Date.parse(PAST),
      permissions: ["invoices.read"],
      identity: { id: "id_1", externalId: "user_42" },
    };
    const pages = [
      { meta: {}, data: [key, { ...key, keyId: "key_2", enabled: false }], pagination: { hasMore: true, cursor: "x" } },
      {
        meta: {},
        data: [
          {
            keyId: "key_3",
            start: "acme_4ZZ",
            enabled: true,
            permissions: ["invoices.write"],
            expires: Date.parse(FUTURE),
          },
          { ...key, keyId: "key_4", expires: Date.parse(PAST) },
          { ...key, keyId: "key_5", permissions: undefined },
        ],
        pagination: { hasMore: false },
      },
    ];
    const { code, stderr } = await run(...optionsFor("unkey", linesOf(pages)));
    expect(code).toBe(0);
    expect(stderr).toBe("key_2: skipped, disabled\nkey_4: skipped, expired\nkey_5: skipped, without a permission\n");
    expect(await tokenOf("key_1")).toMatchObject({
      username: "CI (key_1)",
      sub: "user_42",
      scope: "invoices:read",
      latchkey_metadata: { plan: "pro" },
    });
    const third = await tokenOf("key_3");
    expect(third).toMatchObject({
      username: "acme_4ZZ… (key_3)",
      scope: "invoices:write",
      exp: Date.parse(FUTURE) / 1000,
    });
    expect(third.sub).toBe(third.client_id);
  });

  test("Better Auth's keys keeps user, name, permissions and metadata, as Better Auth stores them", async () => {
    const database = { user: [], session: [], account: [], verification: [], apikey: [] as Record<string, unknown>[] };
    const auth = betterAuth({
      baseURL: "http://127.0.0.1",
      secret: "only-for-tests-only-for-tests-only-for-tests",
      database: memoryAdapter(database),
      emailAndPassword: { enabled: true },
      plugins: [apiKey({ enableMetadata: true })],
      telemetry: { enabled: false },
      logger: { disabled: true },
    });
    const { user } = await auth.api.signUpEmail({
      body: { name: "Ada", email: "ada@example.com", password: crypto.randomUUID() },
    });
    const permissions = { invoices: ["read", "write"] };
    const body = { name: "CI", userId: user.id, metadata: { plan: "pro" }, permissions };
    const { id } = await auth.api.createApiKey({ body });
    const { id: disabled } = await auth.api.createApiKey({ body });
    // As `to_jsonb(k) - 'key'` in docs/migrate/README.md.
    const rows = database.apikey.map(({ key: _, ...row }) => ({ ...row, enabled: row.id !== disabled }));
    const { code, stderr } = await run(...optionsFor("better-auth", linesOf(rows)));
    expect([code, stderr]).toEqual([0, `${disabled}: skipped, disabled\n`]);
    expect(await tokenOf(id)).toMatchObject({
      username: `CI (${id})`,
      sub: user.id,
      scope: "invoices:read invoices:write",
      latchkey_metadata: { plan: "pro" },
    });
  });
});

test("a second run creates only what is missing, and no token twice", async () => {
  const rows = ownRows(3);
  const [{ id: first, customer_id: customer }] = rows as [(typeof rows)[number]];
  expect((await run(...optionsFor("own-table", linesOf(rows.slice(0, 2))))).code).toBe(0);
  const before = readOutput();
  const again = await run(...optionsFor("own-table", linesOf(rows)));
  expect(again.stdout).toMatch(/^1 created in .*, 2 done before, 0 refused/);
  expect(readOutput().slice(0, 2)).toEqual(before);
  expect(await countOf(customer)).toBe(3);
  expect(await tokenOf(first)).toMatchObject({ active: true });
});

test("a secret that was not written down is replaced on request alone, and its token stays one", async () => {
  const rows = ownRows(2);
  const [{ id: first, customer_id: customer }] = rows as [(typeof rows)[number]];
  const options = optionsFor("own-table", linesOf(rows));
  await run(...options);
  const lost = secretOf(first);
  const kept = readOutput().filter(({ key }) => key !== first);
  writeFileSync(output(), linesOf(kept));
  appendFileSync(output(), `{"key":"${first}","tok`); // as a run that was killed leaves it
  const refused = await run(...options);
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining(`${first}: was created before`)]);
  expect(await introspect({ token: lost, resource: API })).toMatchObject({ active: true });
  expect((await run(...options, "--replace-lost")).code).toBe(0);
  expect(readOutput()).toHaveLength(2);
  expect(await introspect({ token: lost, resource: API })).toEqual({ active: false });
  expect(await tokenOf(first)).toMatchObject({ active: true });
  expect(await countOf(customer)).toBe(2);
});

test("the secret of a token that is for another customer is never replaced", async () => {
  const [row] = ownRows() as [ReturnType<typeof ownRows>[number]];
  await run(...optionsFor("own-table", linesOf([row])));
  const kept = secretOf(row.id);
  await db().idempotencyKey.deleteMany({});
  writeFileSync(output(), "");
  const options = optionsFor("own-table", linesOf([{ ...row, customer_id: "another-customer" }]));
  const refused = await run(...options, "--replace-lost");
  expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("another token has this name")]);
  expect(await introspect({ token: kept, resource: API })).toMatchObject({ active: true });
  expect(readOutput()).toEqual([]);
});

test("after 24 hours, when Latchkey forgot the requests, a second run still creates no token twice", async () => {
  const [row] = ownRows() as [ReturnType<typeof ownRows>[number]];
  const options = optionsFor("own-table", linesOf([row]));
  await run(...options);
  await db().idempotencyKey.deleteMany({});
  writeFileSync(output(), "");
  expect((await run(...options)).stderr).toContain("was created before");
  expect((await run(...options, "--replace-lost")).code).toBe(0);
  expect(await tokenOf(row.id)).toMatchObject({ active: true });
  expect(await countOf(row.customer_id)).toBe(1);
});

/** Latchkey behind a network that limits, fails, and loses the answers of some requests. */
async function startUnreliable(): Promise<{ origin: string; requests(): number; close(): void }> {
  let requests = 0;
  const server = http.createServer((request, response) => {
    requests += 1;
    if (requests === 1) return void response.writeHead(429, { "retry-after": "1" }).end("{}");
    if (requests === 2) return void response.writeHead(503, { "retry-after": "0" }).end("{}");
    const losesAnswer = requests === 3;
    const forwarded = http.request(
      url(request.url),
      { method: request.method, headers: { ...request.headers, host: new URL(url()).host } },
      (answer) => {
        if (losesAnswer) return void answer.resume().once("end", () => request.socket.destroy());
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      },
    );
    request.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, requests: () => requests, close: () => void server.close() };
}

test("limits, outages and lost answers create no token twice", async () => {
  const rows = ownRows(4);
  const [{ customer_id: customer }] = rows as [(typeof rows)[number]];
  const unreliable = await startUnreliable();
  const options = [...optionsFor("own-table", linesOf(rows), unreliable.origin), "--concurrency", "1"];
  const { code, stderr } = await run(...options);
  // The answer that was lost had a secret, which is replaced on request.
  expect([code, stderr]).toEqual([1, expect.stringContaining("--replace-lost")]);
  expect((await run(...options, "--replace-lost")).code).toBe(0);
  unreliable.close();
  expect(readOutput()).toHaveLength(4);
  expect(await countOf(customer)).toBe(4);
  expect(unreliable.requests()).toBeGreaterThan(6);
});

test("a key that is refused is named with the reason, and the others are created", async () => {
  const rows = ownRows(2);
  const [row, other] = rows as [(typeof rows)[number], (typeof rows)[number]];
  const { code, stderr } = await run(
    ...optionsFor("own-table", linesOf([{ ...row, customer_id: "not a subject" }, other])),
  );
  expect([code, stderr]).toEqual([1, expect.stringContaining(`${row.id}: invalid_input`)]);
  expect(readOutput().map(({ key }) => key)).toEqual([other.id]);
});

test("a number of requests that would create nothing is refused", async () => {
  const options = optionsFor("own-table", linesOf(ownRows()));
  for (const concurrency of ["0", "-1", "many"]) {
    const { code, stderr } = await run(...options, `--concurrency=${concurrency}`);
    expect([code, stderr]).toEqual([1, expect.stringContaining("--concurrency")]);
  }
});

test("secrets go to no file that others can read, over no plain network, and not into two runs at once", async () => {
  const options = optionsFor("own-table", linesOf(ownRows()));
  writeFileSync(output(), "");
  chmodSync(output(), 0o644);
  expect((await run(...options)).stderr).toContain("chmod 600");
  chmodSync(output(), 0o600);
  writeFileSync(`${output()}.lock`, "");
  expect((await run(...options)).stderr).toContain("Another run");
  const plain = await run(...optionsFor("own-table", linesOf(ownRows()), "http://tokens.acme.example"));
  expect([plain.code, plain.stderr]).toEqual([1, expect.stringContaining("use https")]);
  expect(readFileSync(output(), "utf8")).toBe("");
});

test("a dry run says what would be created, and creates nothing", async () => {
  const [row] = ownRows() as [ReturnType<typeof ownRows>[number]];
  const { code, stdout } = await run(...optionsFor("own-table", linesOf([row])), "--dry-run");
  expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ key: row.id, subject: row.customer_id })]);
  expect(existsSync(output())).toBe(false);
  expect(await countOf(row.customer_id)).toBe(0);
});
