// npm run setup:code: makes a new set-up code and prints it, while there is no organization.
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
