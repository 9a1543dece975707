// npm run export -- FILE: writes all rows into a file, for another server or major version. See
// docs/operations/backup.md.
import { exportDatabase } from "../backup/export";
import { openEnvironment } from "../environment";
import { PlainError, report } from "../plain-error";

try {
  const [file, ...rest] = process.argv.slice(2);
  if (file === undefined || rest.length > 0) throw new PlainError("Usage: npm run export -- FILE");
  const opened = await openEnvironment();
  try {
    const rows = await exportDatabase(opened.variables.MIGRATION_DATABASE_URL ?? "", process.env, file);
    console.log(`Exported to ${file}: ${rows.ApiToken ?? 0} API tokens, ${rows.AuditEvent ?? 0} audit events.`);
    console.log(
      "It holds everything but sessions. Stop the application first, or what changes from now on stays behind.",
    );
  } finally {
    await opened.close();
  }
} catch (error) {
  report(error);
  process.exitCode = 1;
}
