// npm run migrate: applies this checkout's migrations and grants the serving role its rights. After a failed migration,
// first record its outcome: npm run migrate -- --rolled-back NAME (or --applied NAME).
import { parseArgs } from "node:util";
import { startEmbeddedPostgres } from "../embedded-postgres";
import { urlsIn } from "../environment";
import { migrate, resolveMigration } from "../migration";
import { PlainError, report } from "../plain-error";
import { dataDirOf } from "../project";

try {
  const resolved = readArguments();
  const embedded = process.env.DATABASE_URL ? null : await startEmbeddedPostgres({ dataDir: dataDirOf(process.env) });
  try {
    const urls = embedded ?? urlsIn(process.env);
    if (resolved) await resolveMigration(urls.ownerUrl, resolved.name, resolved.outcome);
    const done = await migrate(urls, console.log);
    console.log(done.length === 0 ? "The database is up to date." : `Done: ${done.join(", ")}.`);
  } finally {
    await embedded?.stop();
  }
} catch (error) {
  report(error);
  process.exitCode = 1;
}

function readArguments(): { name: string; outcome: "rolled-back" | "applied" } | null {
  const { values } = parseArgs({ options: { "rolled-back": { type: "string" }, applied: { type: "string" } } });
  const { "rolled-back": rolledBack, applied } = values;
  if (rolledBack !== undefined && applied !== undefined)
    throw new PlainError("Usage: npm run migrate [-- --rolled-back NAME | --applied NAME]");
  if (rolledBack !== undefined) return { name: rolledBack, outcome: "rolled-back" };
  return applied === undefined ? null : { name: applied, outcome: "applied" };
}
