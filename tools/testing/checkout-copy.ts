import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { inRoot } from "../project";

const SOURCES = [
  ".gitignore",
  "app",
  "components",
  "lib",
  "prisma",
  "public",
  "tools",
  "server.ts",
  "middleware.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "prisma.config.ts",
  "tsconfig.json",
  "package.json",
  "package-lock.json",
];

/** A temporary copy of the checkout with its packages, for builds that must not interfere. */
export function copyCheckout(): { folder: string; remove(): void } {
  const folder = mkdtempSync(path.join(os.tmpdir(), "latchkey-checkout-"));
  for (const name of SOURCES.filter((source) => existsSync(inRoot(source))))
    cpSync(inRoot(name), path.join(folder, name), { recursive: true });
  link(inRoot("node_modules"), path.join(folder, "node_modules"));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Every file below a folder, packages excepted, with its size and the time it was last written. */
export function inventory(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => !file.startsWith("node_modules"))
    .map((file) => [file, statSync(path.join(folder, file))] as const)
    .filter(([, stat]) => stat.isFile())
    .map(([file, { size, mtimeMs }]) => `${file} ${size} ${mtimeMs}`)
    .sort();
}

// Hard links on the same file system (GNU) or clones (macOS), or else plain copies.
function link(from: string, to: string): void {
  const isCheap = spawnSync("cp", [process.platform === "darwin" ? "-Rc" : "-al", from, to]).status === 0;
  if (isCheap) return;
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true, verbatimSymlinks: true });
}
