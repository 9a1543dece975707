import { spawn } from "node:child_process";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { endEmbeddedPostgres } from "../embedded-postgres/end";
import { nodeProgram } from "../node";
import { inRoot } from "../project";
import { scratchFolder } from "../testing/scratch";

const scratch = scratchFolder();
const dataDir = path.join(scratch.folder, "data");
afterAll(async () => {
  await endEmbeddedPostgres(dataDir);
  scratch.remove();
});

/** Runs `npm run seed -- --json` as a process. */
async function seed(): Promise<{ status: number | null; output: string; complaints: string }> {
  const { PATH, HOME } = process.env;
  const child = spawn(
    nodeProgram(),
    [inRoot("node_modules/tsx/dist/cli.mjs"), inRoot("tools/commands/seed.ts"), "--json"],
    {
      env: { NODE_ENV: "production", PATH, HOME, DATA_DIR: dataDir },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const texts = { output: "", complaints: "" };
  child.stdout.on("data", (chunk: Buffer) => (texts.output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (texts.complaints += chunk.toString()));
  return new Promise((resolve) => child.once("close", (status) => resolve({ status, ...texts })));
}

test("before the first start it fills the database and prints one JSON object, and nothing else", async () => {
  const { status, output } = await seed();
  expect(status).toBe(0);
  const made = JSON.parse(output) as {
    spaces: object[];
    users: { role: string }[];
    tokens: { scope: string; state: string; permissions: string[] }[];
  };
  expect(made.spaces).toHaveLength(2);
  expect(made.users.map(({ role }) => role)).toEqual(expect.arrayContaining(["super_admin", "admin", "member"]));
  const live = made.tokens
    .filter(({ state, scope }) => state === "live" && scope === "organization")
    .flatMap(({ permissions }) => permissions);
  expect(new Set(live)).toEqual(new Set(["viewer", "editor", "owner", "agent", "verifier"]));
  expect(made.tokens.map(({ state }) => state)).toEqual(expect.arrayContaining(["expired", "revoked"]));
});

test("a database with data is refused, and left as it is", async () => {
  expect(await seed()).toMatchObject({ status: 1, output: "", complaints: expect.stringMatching(/\S/) });
});
