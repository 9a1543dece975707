// npm run sweep: lists the sweeps, which delete old rows of tables that would grow without limit. npm run sweep --
// NAME… runs some now, npm run sweep -- --all runs all. The application runs them once an hour.
import { parseArgs } from "node:util";
import { ensureClient } from "../building/client";
import { openEnvironment } from "../environment";
import { PlainError, report } from "../plain-error";

try {
  const { values, positionals } = parseArgs({ options: { all: { type: "boolean" } }, allowPositionals: true });
  await ensureClient();
  const opened = await openEnvironment();
  try {
    Object.assign(process.env, { LOG_LEVEL: "warn", ...opened.variables });
    await sweep(positionals, values.all === true);
  } finally {
    await opened.close();
  }
} catch (error) {
  report(error);
  process.exitCode = 1;
}

/** Imported late, because the application's code reads the environment when it is loaded. */
async function sweep(names: readonly string[], all: boolean): Promise<void> {
  const [{ SWEEPS }, { runSweep }, { closeDatabase }] = await Promise.all([
    import("../../lib/retention/sweeps"),
    import("../../lib/retention/run-sweep"),
    import("../../lib/platform/db"),
  ]);
  const known = SWEEPS.map(({ name }) => name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new PlainError(`There is no sweep ${unknown.join(", ")}. There are: ${known.join(", ")}.`);
  if (names.length === 0 && !all) return console.log(`Usage: npm run sweep -- NAME… | --all\n\n${known.join("\n")}`);
  const ending = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => ending.abort(new PlainError("Ended. What was deleted stays deleted.")));
  try {
    for (const item of SWEEPS.filter(({ name }) => all || names.includes(name)))
      console.log(`${item.name}: ${await runSweep(item, ending.signal)} rows deleted`);
  } finally {
    await closeDatabase();
  }
}
