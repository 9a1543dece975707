// npm run setup:code: creates and prints a new set-up code, if there is no organization yet.
import { makeCode } from "../../lib/setup/one-time-code";
import { openEnvironment } from "../environment";
import { awaitsSetup } from "../launcher/greeting";
import { PlainError, report } from "../plain-error";
import { queryAt } from "../secrets-check";

try {
  const opened = await openEnvironment();
  try {
    const url = opened.variables.MIGRATION_DATABASE_URL ?? "";
    if (!(await awaitsSetup(url))) throw new PlainError("Latchkey is set up: there is no code.");
    console.log(await queryAt(url, (ask) => makeCode(ask, { replace: true })));
  } finally {
    await opened.close();
  }
} catch (error) {
  report(error);
  process.exitCode = 1;
}
