import { accessSync, constants } from "node:fs";
import path from "node:path";
import { test } from "vitest";

const FOLDERS = [...(process.env.PATH ?? "").split(path.delimiter), "/usr/sbin", "/usr/local/sbin"];

/** Where a program is, or null. Daemons are in folders that a user's PATH leaves out. */
export function findProgram(name: string): string | null {
  return FOLDERS.map((folder) => path.join(folder, name)).find(isExecutable) ?? null;
}

/**
 * A test against a real program of the system. Where that is not installed the test says so, loudly, and how to get it;
 * in CI, which installs it, that is a failure.
 */
export function testWith(
  program: string,
  debianPackage: string,
  name: string,
  run: (file: string) => Promise<void>,
): void {
  const file = findProgram(program);
  const missing =
    `NOT RUN: ${program} is not installed. On Debian: ` + `apt-get install -y --no-install-recommends ${debianPackage}`;
  test(file ? name : `${name} (${missing})`, async () => {
    if (file) return run(file);
    if (process.env.CI === "true") throw new Error(missing);
    console.warn(`\n!!! ${name}\n!!! ${missing}\n`);
  });
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // not there, or not for us
  }
}
