import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { useTestDatabase } from "../../tools/testing/use-database";
import { call } from "./testing/call";

useTestDatabase();

test("the description passes the linter with no warning", async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "latchkey-openapi-"));
  const file = path.join(folder, "openapi.json");
  try {
    writeFileSync(file, await (await call("GET", "/api/v1/openapi.json")).text());
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ["node_modules/@redocly/cli/bin/cli.js", "lint", "--extends=recommended", "--format=json", file],
      {
        env: {
          NODE_ENV: "test",
          PATH: process.env.PATH,
          HOME: folder,
          REDOCLY_TELEMETRY: "off",
          REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
        },
        maxBuffer: 50_000_000,
      },
    ).catch((error: { stdout: string; stderr: string }) => error);
    const { totals, problems } = JSON.parse(stdout) as {
      totals: { errors: number; warnings: number };
      problems: { ruleId: string; message: string; location: { pointer: string }[] }[];
    };
    expect(problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} at ${location[0]?.pointer}`)).toEqual(
      [],
    );
    expect(totals).toMatchObject({ errors: 0, warnings: 0 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
