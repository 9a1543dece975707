import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { VARIABLE_NAMES } from "@/lib/platform/env";
import { ensureBuild, isBuilt } from "../../building";
import { ensureClient } from "../../building/client";
import { runNode, scripts } from "../../node";
import { ensureChromium } from "../chromium";
import { readPlaywrightReport } from "./playwright-report";
import { commandResult, crashed, type StepResult } from "./result";
import { coverageNote } from "./coverage";
import { memoryFolder } from "./memory-folder";
import { readVitestReport } from "./vitest-report";

/** One step of the test command. */
export interface Step {
  name: string;
  run(signal: AbortSignal): Promise<StepResult>;
}

const MINUTE = 60_000;

/** Steps that run at once, each lane in its order. The programs of such steps work on one core. */
export type Lanes = readonly (readonly Step[])[];

// A limit ends a program that hangs. It allows for a machine that is ten times slower than usual.
const CHECK_MINUTES = 10;
const SUITE_MINUTES = 60;

/** The steps of `npm test`, in order. */
export const STEPS: readonly Lanes[] = [
  [[{ name: "client", run: client }]],
  [
    [{ name: "lint", run: (signal) => command("lint", [scripts.eslint, ".", "--max-warnings=0"], signal) }],
    [
      { name: "format", run: (signal) => command("format", [scripts.prettier, "--check", "."], signal) },
      { name: "unused code", run: (signal) => command("unused code", [scripts.knip, "--no-progress"], signal) },
      { name: "types", run: (signal) => command("types", [scripts.tsc, "--noEmit"], signal) },
    ],
  ],
  [[{ name: "unit", run: unit }]],
  [[{ name: "build", run: (signal) => ensureBuild(console.log, signal).then(() => ({ passed: 1, failures: [] })) }]],
  [[{ name: "http", run: (signal) => afterBuild("http", () => vitest("http", signal)) }]],
  [[{ name: "browser", run: (signal) => afterBuild("browser", () => playwright(signal)) }]],
];

/** What the others need: the database client, and the types of routes. Stale ones name deleted pages. */
async function client(signal: AbortSignal): Promise<StepResult> {
  await ensureClient(signal);
  const { failures } = await command("route types", [scripts.next, "typegen"], signal);
  return { passed: 0, failures };
}

async function command(name: string, args: string[], signal: AbortSignal): Promise<StepResult> {
  return commandResult(
    name,
    await runNode(args, { environment: cleanEnvironment(), timeoutMs: CHECK_MINUTES * MINUTE, signal, apart: true }),
  );
}

async function afterBuild(name: string, run: () => Promise<StepResult>): Promise<StepResult> {
  return isBuilt() ? run() : crashed(name, "not run, as there is no build");
}

// Coverage counts this step only, because the others run the built application in other processes.
async function unit(signal: AbortSignal): Promise<StepResult> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "latchkey-coverage-"));
  try {
    const result = await vitest("unit", signal, ["--coverage", `--coverage.reportsDirectory=${folder}`]);
    const file = path.join(folder, "coverage-summary.json");
    return existsSync(file) ? { ...result, note: coverageNote(JSON.parse(readFileSync(file, "utf8"))) } : result;
  } finally {
    rmSync(folder, { recursive: true, force: true }); // Vitest removes it when a test fails.
  }
}

async function vitest(project: string, signal: AbortSignal, options: string[] = []): Promise<StepResult> {
  return reported(project, readVitestReport, (file) => ({
    args: [
      scripts.vitest,
      "run",
      "--project",
      project,
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${file}`,
      ...options,
    ],
    signal,
  }));
}

async function playwright(signal: AbortSignal): Promise<StepResult> {
  const chromium = await ensureChromium();
  return reported("browser", readPlaywrightReport, (file) => ({
    args: [scripts.playwright, "test", "--reporter=list,json"],
    variables: { PLAYWRIGHT_JSON_OUTPUT_FILE: file, CHROME_PATH: chromium },
    signal,
  }));
}

interface Reporting {
  args: string[];
  variables?: Record<string, string>;
  signal: AbortSignal;
}

/**
 * Runs a test runner that writes a JSON report. It crashed if there is no report, or if the report has no failure but
 * the runner failed.
 */
async function reported(
  name: string,
  read: (report: unknown) => StepResult,
  plan: (file: string) => Reporting,
): Promise<StepResult> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "latchkey-report-"));
  const file = path.join(folder, "report.json");
  try {
    const { args, variables, signal } = plan(file);
    const environment = { ...cleanEnvironment(), ...variables };
    const ended = await runNode(args, {
      environment,
      echo: true,
      timeoutMs: SUITE_MINUTES * MINUTE,
      signal,
      apart: true,
    });
    const result = existsSync(file) ? read(JSON.parse(readFileSync(file, "utf8"))) : crashed(name, "left no report");
    if (ended.status === 0 || result.failures.length > 0) return result;
    return { ...result, failures: commandResult(name, ended).failures };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Variables of the launcher, the gateway and the browser tests, and older names. */
const OURS = /^(DATABASE_|MIGRATION_DATABASE_|AUTH_|DATA_DIR$|GATEWAY_PORT$|VERCEL|LATCHKEY_|NODE_ENV$|E2E_)/;

// Without the application's variables: the tests must not run on a real database.
function cleanEnvironment(): NodeJS.ProcessEnv {
  const others = Object.entries(process.env).filter(([name]) => !VARIABLE_NAMES.includes(name) && !OURS.test(name));
  const folder = process.env.TMPDIR ?? memoryFolder();
  return { ...Object.fromEntries(others), NODE_ENV: "test", ...(folder && { TMPDIR: folder }) };
}
