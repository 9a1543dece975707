import { readFileSync } from "node:fs";
import { afterEach, beforeAll, describe, expect } from "vitest";
import { MAX_SCOPE_NAME_LENGTH, MAX_SCOPES } from "../../lib/apis/limits";
import { MAX_METADATA_BYTES } from "../../lib/tokens/limits";
import { freePort } from "../launcher/address";
import { inRoot } from "../project";
import { testWith } from "../testing/programs";
import { issueSecret, registerApi } from "../testing/scoped-tokens";
import { scratchFolder } from "../testing/scratch";
import { useSeededApi } from "../testing/seeded-api";
import { startApplication } from "./application";
import { onPorts, PROXIES, type ProxyProgram } from "./proxies";

const { url, post } = useSeededApi();

const ORGANIZATION = "lunalectric";
const API = "https://billing.lunalectric.example/v1?x=1&y=2";
const OTHER_API = "urn:lunalectric:mail";
/** The names of as many scopes as an API can have, as long as they can be. */
const SCOPES = Array.from({ length: MAX_SCOPES }, (_, at) => `scope:${at}:`.padEnd(MAX_SCOPE_NAME_LENGTH, "x")).sort();
const [DEMANDED = "", ANOTHER = ""] = SCOPES;
const SUBJECT = "s".repeat(200);
/** As many bytes of JSON as a token can have. */
const METADATA = { note: "x".repeat(MAX_METADATA_BYTES - JSON.stringify({ note: "" }).length) };

/** Secrets of tokens: with all scopes, with one not demanded, with scopes of another API, and of a revoked one. */
let largest: string;
let short: string;
let foreign: string;
let revoked: string;

beforeAll(async () => {
  for (const api of [API, OTHER_API]) await registerApi(ORGANIZATION, api, SCOPES);
  const issue = (api: string, scopes: string[], rest: object = {}) =>
    issueSecret(ORGANIZATION, { grants: [{ api, scopes }], ...rest });
  largest = await issue(API, SCOPES, { subject: SUBJECT, metadata: METADATA });
  short = await issue(API, [ANOTHER]);
  foreign = await issue(OTHER_API, SCOPES);
  revoked = await issue(API, SCOPES);
  await post("/oauth/revoke", { token: revoked });
});

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** The recipe of docs/gateways, which demands a scope instead of a permission. Returns the proxy's address. */
async function guard({ recipe, start }: ProxyProgram, file: string, applicationPort: number): Promise<string> {
  const query = new URLSearchParams({ organization: ORGANIZATION, api: API, scope: DEMANDED, metadata: "1" });
  const text = readFileSync(inRoot("docs/gateways", recipe), "utf8")
    .replaceAll("127.0.0.1:3001", new URL(url()).host)
    .replaceAll("organization=acme-labs&permission=viewer", query.toString());
  const port = await freePort();
  const { folder, remove } = scratchFolder();
  ends.push(remove);
  const { stop } = await start({ file, folder, port, text: await onPorts(text, port, applicationPort) });
  ends.push(stop);
  return `http://127.0.0.1:${port}/invoices`;
}

describe.each(PROXIES)("$program", (proxy) => {
  testWith(
    proxy.program,
    proxy.debianPackage,
    "demands a scope of an API with the recipe of docs/gateways, and passes the largest headers on",
    async (file) => {
      const application = await startApplication();
      ends.push(() => application.close());
      const address = await guard(proxy, file, application.port);
      const ask = (secret?: string) =>
        fetch(address, {
          headers: secret === undefined ? {} : { authorization: `Bearer ${secret}` },
          signal: AbortSignal.timeout(60_000),
        });
      const passed = await ask(largest);
      expect(passed.status).toBe(200);
      const received = (await passed.json()) as Record<string, string>;
      expect(received["x-latchkey-scopes"]?.split(" ")).toEqual(SCOPES);
      expect(received["x-latchkey-subject"]).toBe(SUBJECT);
      const metadata = Buffer.from(received["x-latchkey-metadata"] ?? "", "base64url").toString();
      expect(JSON.parse(metadata)).toEqual(METADATA);
      const before = application.requests();
      for (const [secret, status] of [
        [short, 403],
        [foreign, 403],
        [revoked, 401],
        [undefined, 401],
      ] as const)
        expect((await ask(secret)).status).toBe(status);
      expect((await ask(short)).headers.get("www-authenticate")).toContain(`scope="${DEMANDED}"`);
      expect(application.requests()).toBe(before);
    },
  );
});
