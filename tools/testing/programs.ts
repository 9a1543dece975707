import { accessSync, constants, readdirSync } from "node:fs";
import path from "node:path";
import { test } from "vitest";

/** Debian has a folder for each major version of PostgreSQL, and only its clients in the PATH. */
const POSTGRESQL = "/usr/lib/postgresql";
const FOLDERS = [
  ...(process.env.PATH ?? "").split(path.delimiter),
  ...["/usr/sbin", "/usr/local/sbin"],
  ...postgresqlFolders(),
];

function postgresqlFolders(): string[] {
  try {
    return readdirSync(POSTGRESQL).map((version) => path.join(POSTGRESQL, version, "bin"));
  } catch {
    return []; // not installed
  }
}

/** The path of a program, or null. Also searches the folders of daemons, which are not in a user's PATH. */
export function findProgram(name: string): string | null {
  return FOLDERS.map((folder) => path.join(folder, name)).find(isExecutable) ?? null;
}

/**
 * A test with a real program of the system. If that is not installed, the test prints how to install it; in CI, which
 * installs it, the test fails unless the program is `optional`.
 */
export function testWith(
  program: string,
  debianPackage: string,
  name: string,
  run: (file: string) => Promise<void>,
  { optional = false } = {},
): void {
  const file = findProgram(program);
  const missing =
    `NOT RUN: ${program} is not installed. On Debian: ` + `apt-get install -y --no-install-recommends ${debianPackage}`;
  test(file ? name : `${name} (${missing})`, async () => {
    if (file) return run(file);
    if (process.env.CI === "true" && !optional) throw new Error(missing);
    console.warn(`\n!!! ${name}\n!!! ${missing}\n`);
  });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // missing or not executable
  }
}
