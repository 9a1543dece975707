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

  test("prints no secret, and gives none away", () => {
    const verifier = createVerifier(GOOD);
    const printed = [inspect(verifier, { depth: 9, showHidden: true }), JSON.stringify(verifier)];
    expect(printed.join()).not.toContain("secret");
    verifier.close();
  });
});
