import { accessSync, constants } from "node:fs";
import path from "node:path";
import { test } from "vitest";

const FOLDERS = [...(process.env.PATH ?? "").split(path.delimiter), "/usr/sbin", "/usr/local/sbin"];

/** The path of a program, or null. Also searches folders of daemons that are not in a user's PATH. */
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
