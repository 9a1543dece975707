import { once } from "node:events";
import { readFileSync } from "node:fs";
import http from "node:http";
import { networkInterfaces } from "node:os";
import { afterEach, describe, expect, vi } from "vitest";
import { freePort } from "../launcher/address";
import { inRoot } from "../project";
import { testWith } from "../testing/programs";
import { issueSecret } from "../testing/scoped-tokens";
import { scratchFolder } from "../testing/scratch";
import { useSeededApi } from "../testing/seeded-api";
import { startApplication } from "./application";
import { onPorts, PROXIES, type ProxyProgram } from "./proxies";

// The proxy's address alone. The clients are at other addresses of loopback.
vi.stubEnv("TRUSTED_PROXIES", "127.0.0.1");
const { url } = useSeededApi();

const ORGANIZATION = "lunalectric";
const INSIDE = "127.0.0.2";
const OUTSIDE = "127.0.0.3";

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Ways to claim another address. */
const FORGERIES: readonly Record<string, string | string[]>[] = [
  {},
  { "x-forwarded-for": INSIDE },
  { "x-forwarded-for": [INSIDE, INSIDE] },
  { "x-forwarded-for": `${INSIDE}, 127.0.0.1` },
  { "x-forwarded-for": "127.0.0.1" },
  { "x-forwarded-for": "" },
  { "x-forwarded-for": `::ffff:${INSIDE}` },
  { x_forwarded_for: INSIDE },
  { "x-real-ip": INSIDE },
  { forwarded: `for=${INSIDE}` },
  { "x-latchkey-address": INSIDE, "x-latchkey-certain-address": INSIDE },
  { "x-forwarded-for": INSIDE, "x-real-ip": INSIDE, forwarded: `for="[::ffff:${INSIDE}]"`, "client-ip": INSIDE },
  { "x-forwarded-for": INSIDE, connection: "close, x-forwarded-for" },
];

const INSIDE_V6 = "2001:db8::7";
/** The same with IPv6. */
const FORGERIES_V6: readonly Record<string, string | string[]>[] = [
  {},
  { "x-forwarded-for": INSIDE_V6 },
  { "x-forwarded-for": [INSIDE_V6, INSIDE_V6] },
  { "x-forwarded-for": `[${INSIDE_V6}]:443` },
  { "x-forwarded-for": `${INSIDE_V6}, 127.0.0.1` },
  { "x-real-ip": INSIDE_V6 },
  { forwarded: `for="[${INSIDE_V6}]:443"` },
  { "x-forwarded-for": INSIDE_V6, "x-real-ip": INSIDE_V6, forwarded: `for="[${INSIDE_V6}]"` },
];

async function statusFrom(
  localAddress: string,
  address: string,
  headers: Record<string, string | string[]>,
): Promise<number | undefined> {
  const request = http.get(address, { localAddress, headers, timeout: 60_000, agent: false });
  const [response] = (await once(request, "response")) as [http.IncomingMessage];
  response.resume();
  await once(response, "end");
  return response.statusCode;
}

/** Whether this machine has the loopback address of IPv6. */
const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === "::1"));

/** What the recipe's line becomes, so that it listens on IPv6 too. */
const OVER_IPV6: Record<string, readonly [from: string, to: string]> = {
  nginx: ["listen 127.0.0.1:PORT;", "listen 127.0.0.1:PORT; listen [::1]:PORT;"],
  caddy: ["bind 127.0.0.1", "bind 127.0.0.1 [::1]"],
  haproxy: ["bind 127.0.0.1:PORT", "bind 127.0.0.1:PORT,[::1]:PORT"],
};
/** The same for one more port, on which IPv4 clients have IPv4-mapped addresses. Caddy shows them as IPv4. */
const OVER_MAPPED: Record<string, readonly [from: string, to: string]> = {
  nginx: ["listen 127.0.0.1:PORT;", "listen 127.0.0.1:PORT; listen [::ffff:127.0.0.1]:MAPPED ipv6only=off;"],
  haproxy: ["bind 127.0.0.1:PORT", "bind 127.0.0.1:PORT,[::ffff:127.0.0.1]:MAPPED"],
};

interface Guarded {
  readonly port: number;
  readonly mapped: number;
  readonly requests: () => number;
}

/** Starts an application behind a proxy. `change` is what a line of its recipe becomes. */
async function guard(
  { recipe, start }: ProxyProgram,
  file: string,
  change: readonly [from: string, to: string] = ["", ""],
): Promise<Guarded> {
  const application = await startApplication();
  ends.push(() => application.close());
  const [port, mapped] = [await freePort(), await freePort()];
  const { folder, remove } = scratchFolder();
  ends.push(remove);
  const text = readFileSync(inRoot("docs/gateways", recipe), "utf8")
    .replaceAll("127.0.0.1:3001", new URL(url()).host)
    .replaceAll("acme-labs", ORGANIZATION);
  const [from, to] = change.map((line) => line.replaceAll("PORT", String(port)).replaceAll("MAPPED", String(mapped)));
  const changed = (await onPorts(text, port, application.port)).replace(from ?? "", to ?? "");
  if (from) expect(changed).toContain(to);
  const { stop } = await start({ file, folder, port, text: changed });
  ends.push(stop);
  return { port, mapped, requests: application.requests };
}

describe.each(PROXIES)("$program", (proxy) => {
  const { program, debianPackage } = proxy;
  testWith(
    program,
    debianPackage,
    "lets a token pass from its networks only, whatever address the client claims",
    async (file) => {
      const networks = [`::ffff:${INSIDE}`, "2001:db8::/32"]; // the first counts as IPv4
      const secret = await issueSecret(ORGANIZATION, { limits: { networks } });
      const { port, requests } = await guard(proxy, file);
      const guarded = `http://127.0.0.1:${port}/orders`;
      const authorization = `Bearer ${secret}`;
      for (const forgery of FORGERIES) {
        expect([forgery, await statusFrom(INSIDE, guarded, { ...forgery, authorization })]).toEqual([forgery, 200]);
        const before = requests();
        for (const from of [OUTSIDE, "127.0.0.1"])
          expect([from, forgery, await statusFrom(from, guarded, { ...forgery, authorization })]).toEqual([
            from,
            forgery,
            401,
          ]);
        expect(requests()).toBe(before);
      }
    },
  );

  testWith(program, debianPackage, "does the same over IPv6", async (file) => {
    if (!hasIpv6) return console.warn("!!! NOT RUN over IPv6: this machine has no address ::1");
    const here = await issueSecret(ORGANIZATION, { limits: { networks: ["::1"] } });
    const elsewhere = await issueSecret(ORGANIZATION, { limits: { networks: ["2001:db8::/32", "127.0.0.0/8"] } });
    const { port, requests } = await guard(proxy, file, OVER_IPV6[program]);
    const guarded = `http://[::1]:${port}/orders`;
    const host = `127.0.0.1:${port}`; // Caddy's recipe selects by it
    for (const forgery of FORGERIES_V6) {
      const statusOf = (secret: string) =>
        statusFrom("::1", guarded, { ...forgery, host, authorization: `Bearer ${secret}` });
      expect([forgery, await statusOf(here)]).toEqual([forgery, 200]);
      const before = requests();
      expect([forgery, await statusOf(elsewhere)]).toEqual([forgery, 401]);
      expect(requests()).toBe(before);
    }
  });
});

describe.each(PROXIES.filter(({ program }) => program in OVER_MAPPED))("$program", (proxy) => {
  testWith(
    proxy.program,
    proxy.debianPackage,
    "takes an IPv4-mapped address of a client for its IPv4 address",
    async (file) => {
      if (!hasIpv6) return console.warn("!!! NOT RUN with mapped addresses: this machine has no IPv6");
      const secret = await issueSecret(ORGANIZATION, { limits: { networks: [INSIDE] } });
      const { mapped } = await guard(proxy, file, OVER_MAPPED[proxy.program]);
      const guarded = `http://127.0.0.1:${mapped}/orders`;
      const authorization = `Bearer ${secret}`;
      for (const forgery of FORGERIES) {
        expect([forgery, await statusFrom(INSIDE, guarded, { ...forgery, authorization })]).toEqual([forgery, 200]);
        expect([forgery, await statusFrom(OUTSIDE, guarded, { ...forgery, authorization })]).toEqual([forgery, 401]);
      }
    },
  );
});
