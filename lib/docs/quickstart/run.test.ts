import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { NextRequest } from "next/server";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { freePort } from "../../../tools/launcher/address";
import { startApplication } from "../../../tools/proxy-recipes/application";
import { onPorts, PROXIES } from "../../../tools/proxy-recipes/proxies";
import { testWith } from "../../../tools/testing/programs";
import {
  type GuardedServer,
  startGoSnippet,
  startNextSnippet,
  startNodeSnippet,
  startPythonSnippet,
} from "../../../tools/testing/quickstart";
import { issueSecret, registerApi } from "../../../tools/testing/scoped-tokens";
import { scratchFolder } from "../../../tools/testing/scratch";
import { useSeededApi } from "../../../tools/testing/seeded-api";
import { QUICKSTART, type QuickstartId } from ".";

vi.setConfig({ testTimeout: 600_000 }); // The compiler of Go builds its standard library first.
const { url, secretOf, post } = useSeededApi();

const ORGANIZATION = "lunalectric";
/** With all characters that a language of the snippets could read as syntax. */
const API = "https://billing.lunalectric.example/v1?x=1&y='$(id)'&z=+;,*!@[%20]";
const SCOPE = "invoices:read`id`'$HOME${x}{{y}}<b>#%20;&|";
const SUBJECT = "customer-7";

/** Secrets of tokens of the API: one with the scope, one with another scope, one that was revoked. */
let reader: string;
let writer: string;
let revoked: string;
/** Secrets of tokens with the scope that are limited to the network of the tests, and to another one. */
let near: string;
let far: string;

beforeAll(async () => {
  await registerApi(ORGANIZATION, API, [SCOPE, "invoices:write"]);
  const issue = (scopes: string[], networks?: string[]) =>
    issueSecret(ORGANIZATION, {
      grants: [{ api: API, scopes }],
      subject: SUBJECT,
      ...(networks ? { limits: { networks } } : {}),
    });
  reader = await issue([SCOPE, "invoices:write"]);
  writer = await issue(["invoices:write"]);
  revoked = await issue([SCOPE]);
  near = await issue([SCOPE], ["127.0.0.0/8"]);
  far = await issue([SCOPE], ["192.0.2.0/24"]);
  await post("/oauth/revoke", { token: revoked });
});

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const end of ends.splice(0).reverse()) await end();
});

function folder(): string {
  const scratch = scratchFolder();
  ends.push(() => scratch.remove());
  return scratch.folder;
}

const codeOf = (id: QuickstartId, origin = url()) =>
  QUICKSTART[id].code({ origin, organization: ORGANIZATION, api: API, scope: SCOPE });

/** What a client gets: the status, the challenge and the text. */
interface Answer {
  readonly status: number;
  readonly challenge: string | null;
  readonly text: string;
}
/** Sends a request with this Authorization header, or without one. */
type Ask = (authorization: string | null) => Promise<Answer>;

const toAnswer = async (response: Response): Promise<Answer> => ({
  status: response.status,
  challenge: response.headers.get("www-authenticate"),
  text: await response.text(),
});

/** Asks a server that a test started. */
function askServer({ url: address, stop }: GuardedServer): Ask {
  ends.push(stop);
  return async (authorization) =>
    toAnswer(
      await fetch(address, {
        headers: authorization === null ? {} : { authorization },
        signal: AbortSignal.timeout(60_000),
      }),
    );
}

/** Only a live token with the scope passes; the others get the challenges of RFC 6750. */
async function expectGuarded(ask: Ask): Promise<void> {
  const passed = await ask(`Bearer ${reader}`);
  expect([passed.status, passed.text]).toEqual([200, expect.stringContaining(SUBJECT)]);
  const short = await ask(`Bearer ${writer}`);
  expect([short.status, short.challenge]).toEqual([
    403,
    expect.stringContaining(`error="insufficient_scope", scope="${SCOPE}"`),
  ]);
  for (const dead of [revoked, "garbage"]) {
    const { status, challenge } = await ask(`Bearer ${dead}`);
    expect([status, challenge]).toEqual([401, expect.stringContaining('error="invalid_token"')]);
  }
  const none = await ask(null);
  expect([none.status, none.challenge]).toEqual([401, expect.stringMatching(/^Bearer realm="\w+"/)]);
}

/** What the snippets with a Verifier token refuse besides. */
async function expectStrict(ask: Ask): Promise<void> {
  expect((await ask(null)).challenge).toBe('Bearer realm="api"');
  for (const other of [`Basic ${btoa(`${reader}:`)}`, reader, `Bearer ${reader} x`, "Bearer ", `Bearer ${reader}"`])
    expect((await ask(other)).status, other.slice(0, 6)).toBe(401);
  expect((await ask(`bearer  ${reader}`)).status).toBe(200);
}

/** A token that is limited to networks passes from there only. */
async function expectNetworks(ask: Ask): Promise<void> {
  expect((await ask(`Bearer ${near}`)).status).toBe(200);
  expect((await ask(`Bearer ${far}`)).status).toBe(401);
}

/** An origin that nothing listens at. */
const unavailable = async () => `http://127.0.0.1:${await freePort()}`;

const NODE = ["express", "hono", "fastify"] as const satisfies QuickstartId[];
const verifier = () => secretOf("Organization verifier");
const plan = (id: QuickstartId, origin = url()) => ({
  code: codeOf(id, origin),
  folder: folder(),
  verifier: verifier(),
});

describe.each(NODE)("the snippet for %s", (id) => {
  test("lets only live tokens pass that have the scope", async () => {
    const ask = askServer(await startNodeSnippet(plan(id)));
    await expectGuarded(ask);
    await expectStrict(ask);
    await expectNetworks(ask);
  });

  test("refuses when Latchkey is not available, and when its Verifier token is not accepted", async () => {
    const away = askServer(await startNodeSnippet(plan(id, await unavailable())));
    expect((await away(`Bearer ${reader}`)).status).toBe(503);
    const denied = askServer(await startNodeSnippet({ ...plan(id), verifier: reader }));
    expect((await denied(`Bearer ${reader}`)).status).toBe(503);
    const unset = askServer(await startNodeSnippet({ ...plan(id), verifier: "" }));
    expect((await unset(`Bearer ${reader}`)).status).toBe(503);
  });
});

describe("the snippet for a Next.js route", () => {
  test("lets only live tokens pass that have the scope", async () => {
    const ask = askServer(await startNextSnippet(plan("next")));
    await expectGuarded(ask);
    await expectStrict(ask);
  });

  test("refuses when Latchkey is not available", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    vi.stubEnv("LATCHKEY_VERIFIER_TOKEN", verifier());
    const file = path.join(folder(), "route.mjs");
    writeFileSync(file, codeOf("next", await unavailable()));
    const route = (await import(/* @vite-ignore */ file)) as { GET: (request: NextRequest) => Promise<Response> };
    const headers = { authorization: `Bearer ${reader}` };
    expect((await route.GET(new NextRequest("http://127.0.0.1/", { headers }))).status).toBe(503);
  });
});

testWith(
  "python3",
  "python3",
  "the snippet for Python lets only live tokens pass that have the scope",
  async (file) => {
    const ask = askServer(await startPythonSnippet(plan("python"), file));
    await expectGuarded(ask);
    await expectStrict(ask);
    await expectNetworks(ask);
    const away = askServer(await startPythonSnippet(plan("python", await unavailable()), file));
    expect((await away(`Bearer ${reader}`)).status).toBe(503);
  },
);

testWith(
  "go",
  "golang-go",
  "the snippet for Go lets only live tokens pass that have the scope",
  async (file) => {
    const ask = askServer(await startGoSnippet(plan("go"), file));
    await expectGuarded(ask);
    await expectStrict(ask);
    await expectNetworks(ask);
    const away = askServer(await startGoSnippet(plan("go", await unavailable()), file));
    expect((await away(`Bearer ${reader}`)).status).toBe(503);
  },
  { optional: true },
);

testWith("curl", "curl", "the snippet for curl tells tokens that have the scope from others", async () => {
  const script = codeOf("curl");
  const ask: Ask = async (authorization) => {
    const TOKEN = authorization?.replace("Bearer ", "") ?? "";
    const { stdout } = await promisify(execFile)("/bin/sh", ["-c", script], { env: { ...process.env, TOKEN } });
    const [head = ""] = stdout.split("\r\n\r\n");
    const challenge = /^www-authenticate: (.*?)\r?$/im.exec(head)?.[1] ?? null;
    return { status: Number(head.split(" ")[1]), challenge, text: stdout };
  };
  await expectGuarded(ask);
  expect((await ask(`Bearer ${reader}`)).text).toContain(`x-latchkey-scopes: ${SCOPE} invoices:write`);
});

for (const proxy of PROXIES.filter(({ program }) => program in QUICKSTART))
  testWith(
    proxy.program,
    proxy.debianPackage,
    `the snippet for ${proxy.program} lets only live tokens pass that have the scope`,
    async (file) => {
      const application = await startApplication();
      ends.push(() => application.close());
      const startProxy = async (origin?: string) => {
        const port = await freePort();
        const text = await onPorts(codeOf(proxy.program as QuickstartId, origin), port, application.port);
        const daemon = await proxy.start({ file, folder: folder(), port, text });
        return askServer({ url: `http://127.0.0.1:${port}`, stop: () => daemon.stop() });
      };
      const ask = await startProxy();
      await expectGuarded(ask);
      expect(JSON.parse((await ask(`Bearer ${reader}`)).text)).toMatchObject({ "x-latchkey-subject": SUBJECT });
      const before = application.requests();
      expect((await (await startProxy(await unavailable()))(`Bearer ${reader}`)).status).toBeGreaterThanOrEqual(500);
      expect(application.requests()).toBe(before);
    },
  );
