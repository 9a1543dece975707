import { expect, test, vi } from "vitest";
import { assetResponse } from "./assets";
import { docsPage } from "./page";

// The environment is read for the origin alone; nothing here asks a database.
vi.stubEnv("DATABASE_URL", "postgresql://nobody@127.0.0.1/nothing");

test("the files of the reference pages are there, with their types", async () => {
  for (const [name, type] of [
    ["graphiql.js", "text/javascript"],
    ["graphiql.css", "text/css"],
    ["editor-worker.js", "text/javascript"],
    ["json-worker.js", "text/javascript"],
    ["graphql-worker.js", "text/javascript"],
    ["swagger-ui.js", "text/javascript"],
    ["swagger-ui.css", "text/css"],
  ] as const) {
    const response = await assetResponse(name);
    expect([response.status, response.headers.get("content-type")]).toEqual([200, `${type}; charset=utf-8`]);
    expect((await response.text()).length).toBeGreaterThan(10_000);
  }
});

test("no other file can be asked for", async () => {
  for (const name of ["package.json", "../../package.json", "..%2fpackage.json", "__proto__", ""])
    expect((await assetResponse(name)).status).toBe(404);
});

test("a page runs only our scripts and connects only to this site", () => {
  const policy = docsPage({ title: "x", styles: [], scripts: ["/docs/x.js"], body: "", inlineStyles: true })
    .headers.get("content-security-policy")
    ?.split("; ");
  expect(policy).toEqual(
    expect.arrayContaining(["default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"]),
  );
});
