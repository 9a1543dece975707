import { defineConfig } from "@playwright/test";
import { findChromium } from "./tools/testing/chromium";

const isRoot = process.getuid?.() === 0;

// Chromium's sandbox does not work for root. The rest keeps it from talking to its maker.
const args = [
  ...(isRoot ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.spec.ts",
  globalSetup: "./tools/testing/browser-setup.ts",
  workers: 2,
  retries: 0,
  forbidOnly: true,
  // Waits end when their condition holds. The limits are for a machine with many times the work it can do at once.
  timeout: 180_000,
  expect: { timeout: 60_000 },
  reporter: "list",
  outputDir: "test-results",
  use: {
    baseURL: process.env.E2E_URL, // set by the global set-up, before the workers read this
    // A trace of every test costs a fifth of the run: `npx playwright test --trace retain-on-failure` records one.
    screenshot: "only-on-failure",
    launchOptions: { executablePath: findChromium() ?? undefined, args },
  },
});
