import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PlainError, writing } from "../plain-error";
import { changeOwner } from "./account";
import type { Binaries } from "./binaries";
import { createCredentials, type Credentials, DATABASE, readCredentials, ROLES } from "./credentials";
import type { Layout } from "./layout";

/**
 * Returns the cluster's passwords, and creates the cluster if there is none. It is created with its roles in a
 * temporary folder that is renamed at the end, so it never exists in part.
 */
export function ensureCluster(layout: Layout, binaries: Binaries, fast: boolean): Credentials {
  if (existsSync(layout.data)) return readCredentials(layout);
  return writing(layout.home, () => {
    const half = `${layout.data}.new`;
    rmSync(half, { recursive: true, force: true });
    const credentials = createCredentials(layout);
    initialize(half, layout, binaries, credentials);
    runSingleUser(half, layout, binaries, setUp(credentials));
    if (!fast) run(layout, binaries.initdb, ["--sync-only", "-D", half]);
    renameSync(half, layout.data);
    return credentials;
  });
}

function initialize(folder: string, layout: Layout, { initdb }: Binaries, { superuser }: Credentials): void {
  const aside = mkdtempSync(path.join(layout.home, "password-"));
  const file = path.join(aside, "password");
  writeFileSync(file, superuser, { mode: 0o600 });
  changeOwner(layout.account, aside, file);
  try {
    const locale = ["--locale-provider=builtin", "--locale=C.UTF-8", "--encoding=UTF8"];
    run(layout, initdb, [
      "-D",
      folder,
      "-U",
      ROLES.superuser,
      "--auth=scram-sha-256",
      `--pwfile=${file}`,
      "--no-sync",
      ...locale,
    ]);
  } finally {
    rmSync(aside, { recursive: true });
  }
}

// The alphabet of the passwords: base64url, which is safe inside quotes.
const setUp = ({ owner, app }: Credentials) => `
CREATE ROLE ${ROLES.owner} LOGIN NOSUPERUSER CREATEDB NOCREATEROLE PASSWORD '${owner}';
CREATE ROLE ${ROLES.app} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '${app}';
CREATE DATABASE ${DATABASE} OWNER ${ROLES.owner};
REVOKE ALL ON DATABASE ${DATABASE} FROM PUBLIC;
GRANT CONNECT ON DATABASE ${DATABASE} TO ${ROLES.app};
`;

// One statement per line. The server is not running yet, and needs no password.
function runSingleUser(folder: string, layout: Layout, { postgres }: Binaries, script: string): void {
  const output = run(
    layout,
    postgres,
    ["--single", "-D", folder, "-c", "exit_on_error=on", "postgres"],
    script.trimStart(),
  );
  if (/\b(ERROR|FATAL|PANIC):/.test(output))
    throw new PlainError(`PostgreSQL could not be set up in ${folder}:\n${output}`);
}

function run(layout: Layout, program: string, args: string[], input?: string): string {
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    ...layout.account,
    cwd: layout.home,
    env: serverEnvironment(),
    encoding: "utf8",
    input,
  });
  if (status === 0) return stdout + stderr;
  if (/could not look up effective user ID/.test(stderr)) {
    throw new PlainError(
      `PostgreSQL runs only as a user that has a name, and uid ${layout.account?.uid ?? process.getuid?.()} has ` +
        "none here. Add it to /etc/passwd, or set DATABASE_URL to a PostgreSQL of your own.",
    );
  }
  throw new PlainError(
    `${path.basename(program)} failed in ${layout.home}: ${error?.message ?? (stderr.trim() || `status ${status}`)}`,
  );
}

/** The environment for PostgreSQL's programs: without our secrets, and without other PG* settings. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const { PATH, LD_LIBRARY_PATH } = process.env;
  return {
    NODE_ENV: process.env.NODE_ENV,
    LC_ALL: "C",
    TZ: "UTC",
    PATH,
    ...(LD_LIBRARY_PATH ? { LD_LIBRARY_PATH } : {}),
  };
}
