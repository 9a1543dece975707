import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { PlainError, writing } from "../plain-error";
import { type PosixAccount, accountFor, canEnter, changeOwner } from "./account";

/** The paths of an embedded server. Other accounts have no access to them. */
export interface Layout {
  home: string;
  data: string;
  /** The directory of the unix socket. */
  run: string;
  /** The directory with an entry for each process that uses the server. */
  users: string;
  /** The lock directory for starting and stopping it. */
  lock: string;
  credentials: string;
  log: string;
  account: PosixAccount | undefined;
}

// sun_path holds 104 bytes on macOS, 108 on Linux, with "/.s.PGSQL.5432" and the end mark
const MAX_SOCKET_DIRECTORY_LENGTH = 88;

/** Makes the directories below `dataDir`, or elsewhere if PostgreSQL's account cannot reach that. */
export function prepareLayout(dataDir: string): Layout {
  makeDataDir(dataDir);
  return writing(`the database's directory below ${dataDir}`, () => {
    const { home, account } = prepareHome(realpathSync(dataDir));
    const inHome = (name: string) => path.join(home, name);
    const run = shortEnough(inHome("run"));
    const [users, lock] = [inHome("users"), inHome("lock")];
    for (const directory of [users, lock]) makePrivate(directory, account);
    return {
      home,
      data: inHome("data"),
      run,
      users,
      lock,
      credentials: inHome("credentials.json"),
      log: inHome("postgres.log"),
      account,
    };
  });
}

/** Makes the data directory without access for others. As root, it lets PostgreSQL's account enter. */
export function makeDataDir(dataDir: string): void {
  writing(dataDir, () => mkdirSync(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 }));
}

/**
 * Makes the socket's directory. Call it with the lock held, because the last user of the server removes a directory
 * outside of `home`.
 */
export function ensureRunDirectory({ run, account }: Pick<Layout, "run" | "account">): void {
  writing(run, () => makePrivate(run, account));
}

/** Removes the socket's directory if it is outside of `home`. Call it with the lock held and no running server. */
export function removeRunDirectory({ run, home }: Pick<Layout, "run" | "home">): void {
  if (path.dirname(run) !== home) rmSync(run, { recursive: true, force: true });
}

function prepareHome(dataDir: string): Pick<Layout, "home" | "account"> {
  const wanted = path.join(dataDir, "postgres");
  const account = accountFor(wanted);
  makePrivate(wanted, account);
  if (canEnter(wanted, account)) return { home: wanted, account };
  rmSync(wanted, { recursive: true });
  const elsewhere = `/var/lib/latchkey-${digest(dataDir)}`;
  makePrivate(elsewhere, account);
  if (canEnter(elsewhere, account)) return { home: elsewhere, account };
  throw new PlainError(
    `PostgreSQL does not run as root, and its account (uid ${account?.uid}) can reach neither ${wanted} nor ` +
      `${elsewhere}. Set DATA_DIR to a directory that other accounts can pass through.`,
  );
}

function shortEnough(run: string): string {
  if (Buffer.byteLength(run) <= MAX_SOCKET_DIRECTORY_LENGTH) return run;
  const name = `latchkey-${digest(run)}`;
  const inTemp = path.join(os.tmpdir(), name);
  return Buffer.byteLength(inTemp) <= MAX_SOCKET_DIRECTORY_LENGTH ? inTemp : path.join("/tmp", name);
}

// In a world-writable directory another user may have created it first. Then it must not be used.
function makePrivate(directory: string, account: PosixAccount | undefined): void {
  const made = mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (made !== undefined) changeOwner(account, directory);
  const stat = lstatSync(directory);
  const owner = account?.uid ?? process.getuid?.();
  if (!stat.isDirectory() || stat.uid !== owner || (stat.mode & 0o077) !== 0) {
    throw new PlainError(
      `${directory} must be a directory of uid ${owner}, closed to others (mode 0700). ` +
        `It belongs to uid ${stat.uid} with mode ${(stat.mode & 0o777).toString(8)}.`,
    );
  }
}

const digest = (text: string) => createHash("sha256").update(text).digest("hex").slice(0, 12);
