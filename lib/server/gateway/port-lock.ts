import { lstatSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { acquire } from "../../platform/process/lock";

const WAIT_MS = 1_000; // two that start at the same time retry once or twice

/** The port cannot be had. */
export class PortTaken extends Error {
  override readonly name = "PortTaken";
}

/**
 * Makes this process the only gateway of its account on a port, until it ends. On Bun each worker has a socket of its
 * own on the port (SO_REUSEPORT), so that the kernel would let a second gateway share it unnoticed. It keeps other
 * accounts, and programs that do not share, away by itself. Throws PortTaken.
 */
export async function lockPort(host: string, port: number, folder = tmpdir()): Promise<void> {
  if (port === 0) throw new PortTaken("on Bun the workers need a port with a number: PORT is 0");
  const entered = await acquire(privateFolder(folder, `${encodeURIComponent(host)}-${port}`), WAIT_MS);
  if ("pid" in entered) throw new PortTaken(`another gateway has the port: process ${entered.pid}`);
  process.once("exit", () => entered.leave());
}

/** A folder of this account below one that all may write. Throws if another account got there first. */
function privateFolder(parent: string, name: string): string {
  const uid = process.getuid?.() ?? 0;
  const own = path.join(parent, `latchkey-gateway-${uid}`);
  mkdirSync(own, { recursive: true, mode: 0o700 });
  const found = lstatSync(own);
  if (!found.isDirectory() || found.uid !== uid) throw new PortTaken(`${own} belongs to another account`);
  const folder = path.join(own, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}
