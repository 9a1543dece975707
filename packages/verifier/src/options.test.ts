import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { createVerifier, type VerifierOptions } from "./index.js";

const SECRET = "latch_a-very-secret-token";
const GOOD: VerifierOptions = {
  issuer: "https://latchkey.example.com",
  token: SECRET,
  api: "https://billing.acme.example",
};

describe("createVerifier", () => {
  test.each<[string, object]>([
    ["issuer", { issuer: "latchkey.example.com" }],
    ["issuer", { issuer: "ftp://latchkey.example.com" }],
    ["issuer", { issuer: "https://latchkey.example.com/path" }],
    ["issuer", { issuer: "https://user:password@latchkey.example.com" }],
    ["issuer", { issuer: "http://latchkey.example.com" }],
    ["issuer", { issuer: "http://localhost.example.com" }],
    ["issuer", { issuer: "http://127.0.0.1.example.com" }],
    ["url", { url: "http://gateway.internal" }],
    ["url", { url: "http://192.0.2.1", allowHttp: 1 }],
    ["url", { url: "" }],
    ["api", { api: "billing" }],
    ["api", { api: "https://billing.acme.example/#part" }],
    ["token", { token: `${SECRET}\n` }],
    ["token", { token: "" }],
    ["maxStaleMs", { maxStaleMs: 99 }],
    ["maxStaleMs", { maxStaleMs: Number.NaN }],
    ["maxStaleMs", { maxStaleMs: "1000" }],
    ["maxEntries", { maxEntries: Infinity }],
    ["timeoutMs", { timeoutMs: 0 }],
    ["maxStaleness", { maxStaleness: 1_000 }],
  ])("refuses a wrong %s by name, without its value: %o", (name, wrong) => {
    const create = () => createVerifier({ ...GOOD, ...wrong });
    expect(create).toThrow(TypeError);
    expect(create).toThrow(name);
    expect(create).not.toThrow(SECRET);
  });

  test.each<Partial<VerifierOptions>>([
    { issuer: "http://localhost:3000" },
    { issuer: "http://[::1]:3000" },
    { issuer: "http://latchkey.example.com", url: "https://gateway.example.com" },
    { url: "http://gateway.internal", allowHttp: true },
  ])("takes http on this machine, or where it is allowed: %o", (options) => {
    createVerifier({ ...GOOD, ...options }).close();
  });

  test("prints no secret, and gives none away", () => {
    const verifier = createVerifier(GOOD);
    const printed = [inspect(verifier, { depth: 9, showHidden: true }), JSON.stringify(verifier)];
    expect(printed.join()).not.toContain("secret");
    verifier.close();
  });
});
