import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { inRoot } from "../../../tools/project";
import { QUICKSTART, QUICKSTART_IDS } from ".";
import { forwardAuthQuery, type QuickstartParameters } from "./parameters";
import { caddyRecipe, nginxRecipe } from "./proxies";

const PARAMETERS: QuickstartParameters = {
  origin: "https://tokens.acme.example",
  organization: "acme-labs",
  api: "https://billing.acme.example/v1?x=1&y='$(z)'",
  scope: "`id`'$HOME{x}#%20;",
};

test("the recipes of docs/gateways are those of the quickstart", () => {
  const plan = { origin: "http://127.0.0.1:3001", query: "organization=acme-labs&permission=viewer" };
  expect(readFileSync(inRoot("docs/gateways/nginx.conf"), "utf8")).toBe(nginxRecipe(plan));
  expect(readFileSync(inRoot("docs/gateways/Caddyfile"), "utf8")).toBe(caddyRecipe(plan));
});

test("what a shell, nginx or Caddy could read as syntax is percent-encoded", () => {
  expect(forwardAuthQuery(PARAMETERS)).toMatch(/^organization=acme-labs&api=[\w.~%-]+&scope=[\w.~%-]+$/);
});

test("nginx verifies the certificate of a deployment on https", () => {
  const code = nginxRecipe({ origin: PARAMETERS.origin, query: "organization=acme-labs" });
  expect(code).toContain("server tokens.acme.example:443;");
  expect(code).toContain("proxy_pass https://latchkey/api/v1/forward-auth?organization=acme-labs;");
  expect(code).toContain("proxy_ssl_verify on;");
});

test("every snippet names the API and the scope, and no secret", () => {
  for (const id of QUICKSTART_IDS) {
    const { code, needsVerifier } = QUICKSTART[id];
    const text = code(PARAMETERS);
    const named = needsVerifier
      ? [JSON.stringify(PARAMETERS.api), JSON.stringify(PARAMETERS.scope)]
      : [forwardAuthQuery(PARAMETERS)];
    for (const part of [PARAMETERS.origin.slice(8), ...named]) expect(text, id).toContain(part);
    expect(text.includes("LATCHKEY_VERIFIER_TOKEN"), id).toBe(needsVerifier);
  }
});
