import { spawnSync } from "node:child_process";
import { chownSync, statSync } from "node:fs";

/** The system account PostgreSQL runs as. */
export interface PosixAccount {
  uid: number;
  gid: number;
}

/**
 * PostgreSQL refuses to run as root. As root, it runs as the owner of its data, or else as the account postgres, or
 * else as the unprivileged one.
 */
export function accountFor(home: string): PosixAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return ownerOf(home) ?? lookUp("postgres") ?? lookUp("nobody") ?? { uid: 65534, gid: 65534 };
}

/** Whether the account can enter a directory. It cannot enter root's home with mode 0700, for example. */
export function canEnter(directory: string, account: PosixAccount | undefined): boolean {
  return spawnSync("/bin/sh", ["-c", 'cd -- "$1"', "sh", directory], { ...account }).status === 0;
}

/** Makes the account the owner of a file or directory. */
export function changeOwner(account: PosixAccount | undefined, ...files: string[]): void {
  if (account) for (const file of files) chownSync(file, account.uid, account.gid);
}

function ownerOf(directory: string): PosixAccount | undefined {
  const stat = statSync(directory, { throwIfNoEntry: false });
  return stat && stat.uid !== 0 ? { uid: stat.uid, gid: stat.gid } : undefined;
}

function lookUp(name: string): PosixAccount | undefined {
  const [uid, gid] = ["-u", "-g"].map((flag) => spawnSync("id", [flag, name], { encoding: "utf8" }));
  if (uid?.status !== 0 || gid?.status !== 0) return undefined;
  return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
}
