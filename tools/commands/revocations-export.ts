// npm run revocations:export -- FILE: lists the revoked tokens, for a restore of an older backup.
import { revocationLines } from "../backup/revocations";
import { writeWhole } from "../backup/whole-file";
import { openEnvironment } from "../environment";
import { PlainError, report } from "../plain-error";

try {
  const [file, ...rest] = process.argv.slice(2);
  if (file === undefined || rest.length > 0) throw new PlainError("Usage: npm run revocations:export -- FILE");
  const opened = await openEnvironment();
  try {
    await writeWhole(file, revocationLines(opened.variables.MIGRATION_DATABASE_URL ?? ""));
  } finally {
    await opened.close();
  }
} catch (error) {
  report(error);
  process.exitCode = 1;
}
