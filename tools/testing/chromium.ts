import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { runNode, scripts } from "../node";
import { PlainError } from "../plain-error";

/** The headless build comes first: it renders the same in two thirds of the time. */
const DEFAULT_PATHS = [
  "/usr/bin/chromium-headless-shell",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** An installed Chromium: the one CHROME_PATH names, a usual place, or Playwright's own; else null. */
export function findChromium(named = process.env.CHROME_PATH, exists = existsSync): string | null {
  if (named) {
    if (!exists(named)) throw new PlainError(`CHROME_PATH names ${named}, and there is no such file.`);
    return named;
  }
  return [...DEFAULT_PATHS, chromium.executablePath()].find(exists) ?? null;
}

/** Finds a Chromium or lets Playwright install its own. Throws an error that says how to get one. */
export async function ensureChromium(): Promise<string> {
  const found = findChromium();
  if (found) return found;
  const { output } = await runNode([scripts.playwright, "install", "chromium"], { timeoutMs: 300_000 });
  const installed = findChromium();
  if (installed) return installed;
  throw new PlainError(`The browser tests need a Chromium, and none was found or could be downloaded.
On Debian or Ubuntu: sudo apt-get update && sudo apt-get install -y chromium-headless-shell
On macOS: install Google Chrome. Anywhere: set CHROME_PATH to the program of a Chromium or Chrome.

${output.trim().split("\n").slice(-5).join("\n")}`);
}
