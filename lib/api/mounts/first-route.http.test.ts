import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { inRoot } from "@/tools/project";
import { TEST_AUTH_SECRET } from "@/tools/testing/auth-secret";

interface Loaded {
  readonly route: string;
  /** The status of the API, or the error that prevented it from loading. */
  readonly answer: number | string;
}

/** The routes and pages of the app folder, as the build names their files. */
const sources = readdirSync(inRoot("app"), { recursive: true, encoding: "utf8" })
  .filter((file) => /(^|\/)(route\.ts|page\.tsx)$/.test(file))
  .map((file) => file.replace(/\.tsx?$/, ".js"));

test("the API on Next's mount responds, whichever route a process serves first", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["tools/testing/first-routes.mjs"], {
    cwd: inRoot("."),
    env: {
      PATH: process.env.PATH,
      NODE_ENV: "production",
      AUTH_SECRET: TEST_AUTH_SECRET,
      DATABASE_URL: "postgresql://nobody@127.0.0.1:1/nothing",
      LOG_LEVEL: "silent",
    },
    maxBuffer: 16 * 1024 * 1024,
  });
  const loaded = stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Loaded);
  expect(loaded.map(({ route }) => route)).toEqual(expect.arrayContaining(sources));
  expect(loaded.filter(({ answer }) => answer !== 200)).toEqual([]);
});
