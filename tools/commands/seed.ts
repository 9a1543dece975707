// npm run seed [-- --json]: fills an empty database with sample data. Works while the server runs and before its first
// start.
import type { Seeded } from "../../prisma/seed";
import { ensureClient } from "../building/client";
import { openEnvironment } from "../environment";
import { PlainError, report } from "../plain-error";

const json = process.argv.includes("--json");
const say = (line: string) => console.error(line);

try {
  await ensureClient();
  const opened = await openEnvironment(process.env, say);
  try {
    Object.assign(process.env, opened.variables, { LOG_LEVEL: "silent" }); // standard output has only the answer
    const made = await fill();
    console.log(json ? JSON.stringify(made) : describe(made));
  } finally {
    await opened.close();
  }
} catch (error) {
  report(error);
  process.exitCode = 1;
}

/** Imported late, because the application's code reads the environment when it is loaded. */
async function fill(): Promise<Seeded> {
  const [{ seed, AlreadySeeded }, { closeDatabase }] = await Promise.all([
    import("../../prisma/seed"),
    import("../../lib/platform/db"),
  ]);
  try {
    return await seed();
  } catch (error) {
    throw error instanceof AlreadySeeded ? new PlainError(error.message) : error;
  } finally {
    await closeDatabase();
  }
}

function describe({ users, tokens }: Seeded): string {
  const people = users.map(({ email, password, role }) => `  ${role.padEnd(12)} ${email.padEnd(28)} ${password}`);
  const secrets = tokens.map(({ name, state, secret }) => `  ${name.padEnd(22)} ${state.padEnd(8)} ${secret}`);
  return [
    "People (role, e-mail, password):",
    ...people,
    "",
    "Tokens (name, state, secret):",
    ...secrets,
    "",
    "The secrets are shown once, here.",
  ].join("\n");
}
