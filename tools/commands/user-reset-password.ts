// npm run user:reset-password -- <e-mail>: prints a link by which that person can choose a new password. For accounts
// that no administrator may reset in the console: of several organizations, of a Super Admin, or of no organization.
import { parseArgs } from "node:util";
import { email as emailSchema } from "../../lib/platform/validation/fields";
import { ensureClient } from "../building/client";
import { openEnvironment } from "../environment";
import { PlainError, report } from "../plain-error";

const USAGE = "Usage: npm run user:reset-password -- <e-mail>";

try {
  const email = readArguments();
  await ensureClient();
  const opened = await openEnvironment();
  try {
    Object.assign(process.env, { LOG_LEVEL: "warn", ...opened.variables });
    console.log(await reset(email));
  } finally {
    await opened.close();
  }
} catch (error) {
  report(error);
  process.exitCode = 1;
}

function readArguments(): string {
  const { positionals } = parseArgs({ allowPositionals: true });
  const parsed = emailSchema.safeParse(positionals[0]);
  if (!parsed.success || positionals.length !== 1) throw new PlainError(USAGE);
  return parsed.data;
}

/** Imported late, because the application's code reads the environment when it is loaded. */
async function reset(email: string): Promise<string> {
  const [{ createResetLinkOnServer }, { RESET_MINUTES }, { publicOrigin }, { closeDatabase }] = await Promise.all([
    import("../../lib/recovery/mutations"),
    import("../../lib/recovery/schema"),
    import("../../lib/platform/http/served-origin"),
    import("../../lib/platform/db"),
  ]);
  try {
    const result = await createResetLinkOnServer(email);
    if (!result.ok) throw new PlainError(`No account has the address ${email}.`);
    const origin = publicOrigin() ?? `http://localhost:${process.env.PORT ?? 3000}`;
    return `${origin}/reset#${result.secret.reveal()}

The first person to open this link within ${RESET_MINUTES} minutes chooses the password of ${email}. All sessions of the
account end then. Give the link only to the person whose address this is.`;
  } finally {
    await closeDatabase();
  }
}
