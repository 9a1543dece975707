import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { VARIABLE_NAMES } from "@/lib/platform/env";
import { inRoot } from "../project";
import { composeFile, interpolate, operationsFile, unitFile } from "./documents";

const FOLDER = inRoot("docs/operations");
/** Variables of the launcher, in addition to the application's. */
const KNOWN = [...VARIABLE_NAMES, "DATA_DIR", "GATEWAY_PORT"];
const unknown = (names: readonly string[]) => names.filter((name) => !KNOWN.includes(name));

/** The files that a command needs: `node tools/run.mjs start` also needs tools/commands/start.ts. */
function expectToRun([program = "", script = "", name]: readonly string[]): void {
  expect(path.basename(program)).toBe("node");
  expect([script, existsSync(inRoot(script))]).toEqual([script, true]);
  if (script === "tools/run.mjs") expect([name, existsSync(inRoot(`tools/commands/${name}.ts`))]).toEqual([name, true]);
}

const containerfile = operationsFile("Containerfile");
/** The arguments of an instruction in JSON form. */
const instruction = (name: string): string[] => {
  const match = new RegExp(`\\b${name} (\\[.*\\])$`, "m").exec(containerfile.replace(/^#.*$/gm, ""));
  return JSON.parse(match?.[1] ?? "[]") as string[];
};

test("the Containerfile names files, commands and variables that exist", () => {
  expectToRun(instruction("CMD"));
  expectToRun(/HEALTHCHECK .*CMD (\[.*\])/.exec(containerfile)?.[1]?.match(/[^[\]", ]+/g) ?? []);
  const copied = /^COPY (package.*) \.\/$/m.exec(containerfile)?.[1]?.split(" ") ?? [];
  expect(copied.length).toBeGreaterThan(1);
  expect(copied.filter((file) => !existsSync(inRoot(file)))).toEqual([]);
  const variables = /^ENV (.*)$/m.exec(containerfile)?.[1]?.match(/\w+(?==)/g) ?? [];
  expect(variables.length).toBeGreaterThan(1);
  expect(unknown(variables)).toEqual([]);
});

test("the Containerfile removes packages that are installed, so that its list does not rot", () => {
  const [, list = ""] = /rm -rf (@base-ui[^&]*)&&/.exec(containerfile) ?? [];
  const names = list.split(/[\s\\]+/).filter(Boolean);
  expect(names.length).toBeGreaterThan(5);
  const lock = readFileSync(inRoot("package-lock.json"), "utf8");
  expect(names.filter((name) => !lock.includes(`"node_modules/${name.replace("*", "")}`))).toEqual([]);
});

test("the image gets no secrets, history or data of this machine", () => {
  const ignored = operationsFile("Containerfile.dockerignore").split("\n");
  expect(ignored).toEqual(expect.arrayContaining([".git", ".data", ".next", "dist", "node_modules", "**/.env*"]));
});

test("compose.yaml names files, commands and variables that exist", () => {
  const { services } = composeFile();
  for (const { build, command, healthcheck, environment, volumes, depends_on } of Object.values(services)) {
    if (build) expect(existsSync(path.join(FOLDER, build.context, build.dockerfile))).toBe(true);
    if (command) expectToRun(command);
    if (healthcheck.test[1] === "node") expectToRun(healthcheck.test.slice(1));
    if ("DATABASE_URL" in environment) expect(unknown(Object.keys(environment))).toEqual([]);
    for (const volume of volumes.filter((each) => each.startsWith("./")))
      expect(existsSync(path.join(FOLDER, volume.split(":")[0] ?? ""))).toBe(true);
    expect(Object.keys(depends_on).filter((name) => !(name in services))).toEqual([]);
  }
});

test("compose.yaml says in its head which variables it needs, and create-roles.sh gets its own", () => {
  const text = operationsFile("compose.yaml");
  const required = new Set([...text.matchAll(/\$\{(\w+):\?\}/g)].map(([, name = ""]) => name));
  const head = text.slice(0, text.indexOf("\nname:"));
  expect([...required].filter((name) => !head.includes(name))).toEqual([]);
  const used = operationsFile("create-roles.sh").match(/(?<=\$)\w+_PASSWORD/g) ?? [];
  expect(used.length).toBe(2);
  expect(used.filter((name) => !(name in (composeFile().services.postgres?.environment ?? {})))).toEqual([]);
});

test("a variable of compose.yaml is replaced, defaulted or demanded", () => {
  const text = "a ${ONE:?} b ${TWO:-two} c ${THREE:-}";
  expect(interpolate(text, { ONE: "1" })).toBe("a 1 b two c ");
  expect(() => interpolate(text, {})).toThrow("ONE");
});

test("the systemd unit names files and variables that exist", () => {
  const { command, environment, folder, stateFolder } = unitFile();
  expectToRun(command);
  expect(unknown(Object.keys(environment))).toEqual([]);
  expect(environment.DATA_DIR).toBe(stateFolder);
  expect(folder).toBe("/opt/latchkey");
});

test("create-roles.sh is a shell script without mistakes in its syntax", () => {
  expect(spawnSync("sh", ["-n", path.join(FOLDER, "create-roles.sh")]).status).toBe(0);
});
