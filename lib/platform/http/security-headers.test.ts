import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { pageHeaders, strictTransport } from "./security-headers";

test("HSTS is sent over https only", () => {
  expect(strictTransport(true)).toEqual({ "strict-transport-security": "max-age=63072000; includeSubDomains" });
  expect(strictTransport(false)).toEqual({});
  expect(pageHeaders(false)).not.toHaveProperty("strict-transport-security");
});

test("no other file spells these headers out", () => {
  const root = path.join(import.meta.dirname, "../../..");
  const files = ["lib", "app"].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => path.join(folder, name)),
  );
  const sources = ["middleware.ts", ...files].filter((file) => /(?<!\.test)\.tsx?$/.test(file));
  const spelled = sources.filter((file) =>
    /max-age=63072000|["']nosniff["']/.test(readFileSync(path.join(root, file), "utf8")),
  );
  expect(spelled).toEqual(["lib/platform/http/security-headers.ts"]);
});
