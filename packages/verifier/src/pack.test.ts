import { execFile, type ExecFileException } from "node:child_process";
import { cpSync, globSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { API } from "./testing/fake-answers";
import { FakeLatchkey, VERIFIER_TOKEN } from "./testing/fake-latchkey";
import { SMOKE_PROGRAM, SMOKE_RESULT, TYPED_PROGRAM } from "./testing/smoke-program";

const PACKAGE = path.resolve(import.meta.dirname, "..");
const MODULES = path.resolve(PACKAGE, "../../node_modules");
const TSC = path.join(MODULES, "typescript/bin/tsc");
/** Bun where it is installed, and Node.js. */
const RUNTIMES = [process.execPath, ...globSync(path.join(MODULES, "@oven/bun-*/bin/bun"))];

let folder: string;

/** What a command prints. Rejects, with all of it, unless it ends with 0. */
function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const end = (error: ExecFileException | null, stdout: string, stderr: string) =>
      error === null ? resolve(stdout) : reject(new Error(`${error.message}\n${stdout}${stderr}`));
    execFile(command, args, { cwd, timeout: 120_000, env: { ...process.env, ...env } }, end);
  });
}

/** The tarball, installed in a folder that has nothing else, without a registry. */
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "latchkey-pack-"));
  await run("npm", ["pack", "--pack-destination", folder], PACKAGE);
  const tarball = globSync(path.join(folder, "*.tgz"))[0] ?? "";
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "user", private: true, type: "module" }));
  await run("npm", ["install", "--offline", "--install-links", tarball, path.join(MODULES, "jose")], folder);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("installs nothing beside jose", () => {
  const installed = readdirSync(path.join(folder, "node_modules")).filter((name) => !name.startsWith("."));
  expect(installed).toEqual(["@latchkey", "jose"]);
});

test("ships neither tests nor sources", () => {
  const shipped = globSync("**/*", { cwd: path.join(folder, "node_modules/@latchkey/verifier") });
  expect(shipped.filter((name) => /test|src/.test(name))).toEqual([]);
  expect(shipped).toEqual(expect.arrayContaining(["README.md", "dist/index.js", "dist/index.d.ts"]));
});

test.each(RUNTIMES)("the installed package works, each entry point included, and lets %s end", async (runtime) => {
  const latchkey = await FakeLatchkey.start();
  try {
    const { secret } = latchkey.tokens.issue({ scopes: ["invoices:read"] });
    const jwt = await latchkey.exchange(secret);
    const facts = { issuer: latchkey.url, token: VERIFIER_TOKEN, api: API, secret, jwt };
    writeFileSync(path.join(folder, "smoke.mjs"), SMOKE_PROGRAM);
    const printed = await run(runtime, ["smoke.mjs"], folder, { SMOKE: JSON.stringify(facts) });
    expect(JSON.parse(printed)).toEqual(SMOKE_RESULT);
  } finally {
    await latchkey.close();
  }
});

test.each(["nodenext", "bundler"])("its types are good for moduleResolution %s", async (moduleResolution) => {
  const cwd = path.join(folder, moduleResolution);
  cpSync(path.join(folder, "node_modules"), path.join(cwd, "node_modules"), { recursive: true });
  mkdirSync(path.join(cwd, "node_modules/@types"));
  for (const name of ["next", "hono", "fastify", "express", "@types/express", "@types/node"])
    symlinkSync(path.join(MODULES, name), path.join(cwd, "node_modules", name));
  writeFileSync(path.join(cwd, "program.mts"), TYPED_PROGRAM);
  const modules = moduleResolution === "nodenext" ? "nodenext" : "esnext";
  const options = ["--strict", "--noEmit", "--skipLibCheck", "--target", "es2022", "--types", "node"];
  const args = [TSC, ...options, "--module", modules, "--moduleResolution", moduleResolution, "program.mts"];
  expect(await run(process.execPath, args, cwd)).toBe("");
});
