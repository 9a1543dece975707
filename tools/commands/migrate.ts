// npm run migrate: brings the database up to this checkout's migrations and grants the serving role its rights.
import { startEmbeddedPostgres } from "../embedded-postgres";
import { urlsIn } from "../environment";
import { migrate } from "../migration";
import { report } from "../plain-error";
import { dataDirOf } from "../project";

try {
  const embedded = process.env.DATABASE_URL ? null : await startEmbeddedPostgres({ dataDir: dataDirOf(process.env) });
  try {
    const done = await migrate(embedded ?? urlsIn(process.env), console.log);
    console.log(done.length === 0 ? "The database is up to date." : `Done: ${done.join(", ")}.`);
  } finally {
    await embedded?.stop();
  }
} catch (error) {
  report(error);
  process.exitCode = 1;
}
