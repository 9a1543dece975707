import path from "node:path";
import { EdgeVM } from "@edge-runtime/vm";
import { build } from "esbuild";
import { expect, test } from "vitest";
import type * as Package from "./index.js";
import { API } from "./testing/fake-answers";
import { VERIFIER_TOKEN } from "./testing/fake-latchkey";
import { untilRemembered } from "./testing/remembered";
import { latchkeyFor } from "./testing/use-latchkey";

/** The package as one script, which fails to build if any file of it or of jose needs Node.js. */
async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(import.meta.dirname, "index.ts")],
    bundle: true,
    write: false,
    format: "iife",
    globalName: "latchkey",
    platform: "browser",
    target: "es2022",
  });
  return outputFiles[0]?.text ?? "";
}

test("works on an edge runtime, without anything of Node.js", async (context) => {
  const { latchkey } = await latchkeyFor(context);
  const edge = new EdgeVM();
  edge.evaluate(await bundle());
  expect(edge.evaluate("typeof process + typeof Buffer + typeof require")).toBe("undefinedundefinedundefined");
  const { createVerifier } = edge.evaluate<typeof Package>("latchkey");
  const verifier = createVerifier({ issuer: latchkey.url, token: VERIFIER_TOKEN, api: API, maxStaleMs: 60_000 });
  context.onTestFinished(() => verifier.close());
  const { id, secret } = latchkey.tokens.issue({ scopes: ["invoices:read"] });
  const jwt = await latchkey.exchange(secret);
  await untilRemembered(verifier, secret);
  expect(await verifier.verify(jwt)).toMatchObject({ ok: true, source: "jwt" });
  await context.expect.poll(() => verifier.stats.streaming).toBe(true);
  latchkey.tokens.revoke(id);
  for (const presented of [secret, jwt])
    await context.expect.poll(async () => (await verifier.verify(presented)).ok).toBe(false);
});
