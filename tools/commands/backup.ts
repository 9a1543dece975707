// npm run backup -- FILE [--secrets FILE]: backs the embedded database up while it runs. See docs/operations/backup.md.
import { parseArgs } from "node:util";
import { backUp, secretsBeside } from "../backup/backup";
import { PlainError, report } from "../plain-error";

const USAGE = "Usage: npm run backup -- FILE [--secrets FILE]";

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { secrets: { type: "string" } } });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new PlainError(USAGE);
  const secrets = values.secrets ?? secretsBeside(file);
  const { tokens, heads } = await backUp(process.env, file, secrets);
  console.log(`Backed up to ${file}, and checked: ${tokens[1]} API tokens, ${heads.length} audit chains.`);
  console.log(`Its secrets are in ${secrets} (mode 600). Keep the two files apart; a restore needs both.`);
} catch (error) {
  report(error instanceof TypeError ? new PlainError(`${error.message}\n${USAGE}`) : error);
  process.exitCode = 1;
}
