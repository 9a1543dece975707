import { once } from "node:events";
import { readFileSync } from "node:fs";
import http from "node:http";
import { afterEach, describe, expect, vi } from "vitest";
import { freePort } from "../launcher/address";
import { inRoot } from "../project";
import { testWith } from "../testing/programs";
import { issueSecret } from "../testing/scoped-tokens";
import { scratchFolder } from "../testing/scratch";
import { useSeededApi } from "../testing/seeded-api";
import { startApplication } from "./application";
import { onPorts, PROXIES } from "./proxies";

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

describe.each(PROXIES)("$program", ({ program, debianPackage, recipe, start }) => {
  testWith(
    program,
    debianPackage,
    "lets a token pass from its networks only, whatever address the client claims",
    async (file) => {
      const secret = await issueSecret(ORGANIZATION, { limits: { networks: [INSIDE, "2001:db8::/32"] } });
      const application = await startApplication();
      ends.push(() => application.close());
      const port = await freePort();
      const { folder, remove } = scratchFolder();
      ends.push(remove);
      const text = readFileSync(inRoot("docs/gateways", recipe), "utf8")
        .replaceAll("127.0.0.1:3001", new URL(url()).host)
        .replaceAll("acme-labs", ORGANIZATION);
      const { stop } = await start({ file, folder, port, text: await onPorts(text, port, application.port) });
      ends.push(stop);
      const guarded = `http://127.0.0.1:${port}/orders`;
      const authorization = `Bearer ${secret}`;
      for (const forgery of FORGERIES) {
        expect([forgery, await statusFrom(INSIDE, guarded, { ...forgery, authorization })]).toEqual([forgery, 200]);
        const before = application.requests();
        for (const from of [OUTSIDE, "127.0.0.1"])
          expect([from, forgery, await statusFrom(from, guarded, { ...forgery, authorization })]).toEqual([
            from,
            forgery,
            401,
          ]);
        expect(application.requests()).toBe(before);
      }
    },
  );
});
