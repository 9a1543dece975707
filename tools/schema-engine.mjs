#!/usr/bin/env node
// Replaces Prisma's native `schema-engine` executable by the WebAssembly build of the same engine, so that no command
// of the Prisma CLI has to download a binary. See docs/decisions/0002-schema-engine-shim.md. Implements the CLI's
// protocol: `--datasource JSON [--datamodels FILE]… [cli COMMAND]`, else JSON-RPC by lines on stdio.
import { createRequire } from "node:module";
import { runCommand } from "./schema-engine/commands.mjs";
import { createEngine } from "./schema-engine/engine.mjs";
import { serve } from "./schema-engine/rpc.mjs";

/** `--name=value` and `--name value` alike, as a flat list. */
function options(argv) {
  return argv.flatMap((argument) => (/^--[a-z-]+=/.test(argument) ? splitOnce(argument) : [argument]));
}

/** Every value given for `name`. */
function values(args, name) {
  return args.flatMap((argument, i) => (argument === name && args[i + 1] !== undefined ? [args[i + 1]] : []));
}

/** The first value given for `name`, or undefined. */
function value(args, name) {
  return values(args, name)[0];
}

function splitOnce(argument) {
  const at = argument.indexOf("=");
  return [argument.slice(0, at), argument.slice(at + 1)];
}

function enginesVersion() {
  const require = createRequire(import.meta.url);
  const fromPrisma = createRequire(require.resolve("prisma/package.json"));
  return createRequire(fromPrisma.resolve("@prisma/engines/package.json"))("@prisma/engines-version").enginesVersion;
}

const args = options(process.argv.slice(2));
if (args.includes("--version") || args.includes("-V")) {
  console.log(`schema-engine-cli ${enginesVersion()}`);
} else {
  const datasource = JSON.parse(value(args, "--datasource") ?? "{}");
  const command = value(args, "cli");
  if (command) await runCommand(command, datasource.url);
  else serve(createEngine(datasource, values(args, "--datamodels")), datasource.url);
}
