import { readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepSecrets } from "./secrets";
import { scratchFolder } from "./testing/scratch";

let scratch: ReturnType<typeof scratchFolder>;
beforeEach(() => {
  scratch = scratchFolder();
});
afterEach(() => scratch.remove());

test("secrets are made once, kept, and readable by their owner only", () => {
  const made = keepSecrets(scratch.folder);
  expect(keepSecrets(scratch.folder)).toEqual(made);
  expect(statSync(path.join(scratch.folder, "secrets.json")).mode & 0o777).toBe(0o600);
  expect(readdirSync(scratch.folder)).toEqual(["secrets.json"]);
});

test("no two installations share any", () => {
  const other = scratchFolder();
  const [here, there] = [keepSecrets(scratch.folder), keepSecrets(other.folder)];
  other.remove();
  for (const name of ["AUTH_SECRET", "AUDIT_KEY", "SETUP_CODE"] as const) expect(here[name]).not.toBe(there[name]);
});

test("the setup code is easy to read and to type", () => {
  expect(keepSecrets(scratch.folder).SETUP_CODE).toMatch(/^([2-9a-km-np-z]{4}-){3}[2-9a-km-np-z]{4}$/);
});

test("a damaged file is never replaced, as the audit log depends on it", () => {
  const file = path.join(scratch.folder, "secrets.json");
  writeFileSync(file, "{");
  expect(() => keepSecrets(scratch.folder, () => undefined)).toThrow(/Put the file back from a backup/);
});
