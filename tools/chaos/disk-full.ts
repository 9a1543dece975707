import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { scratchFolder } from "../testing/scratch";
import type { Fault, Scenario } from "./scenario";
import { causeUnderLoad } from "./under-load";

const SIZE = "192m";

/** Fills the data directory's file system until PostgreSQL cannot write, and frees it later. */
export const diskFull: Scenario = {
  name: "a full disk",
  run: async (size) => {
    const scratch = scratchFolder();
    const disk = path.join(scratch.folder, "disk");
    mkdirSync(disk);
    const problem = mount(disk);
    try {
      if (problem) return { skipped: `no file system can be mounted here: ${problem}` };
      return await causeUnderLoad([fill(disk)], size, path.join(disk, "data"));
    } finally {
      if (!problem) spawnSync("umount", [disk]);
      scratch.remove();
    }
  },
};

function mount(folder: string): string | undefined {
  const args = ["-t", "tmpfs", "-o", `size=${SIZE},mode=0711`, "tmpfs", folder];
  const { status, error, stderr } = spawnSync("mount", args, { encoding: "utf8" });
  return status === 0 ? undefined : (error?.message ?? stderr.trim());
}

const fill = (disk: string): Fault => ({
  name: "a full disk",
  loops: 1,
  cause: async ({ installation, size }) => {
    const filler = path.join(disk, "filler");
    writeUntilFull(filler);
    await needNewLogFiles(installation.superuserUrl);
    await sleep(size.fullMs);
    rmSync(filler);
    return performance.now();
  },
});

function writeUntilFull(file: string): void {
  const descriptor = openSync(file, "w");
  try {
    for (let bytes = 1 << 20; bytes >= 4096; bytes >>= 1) writeAll(descriptor, Buffer.alloc(bytes));
  } finally {
    closeSync(descriptor);
  }
}

function writeAll(descriptor: number, chunk: Buffer): void {
  try {
    while (writeSync(descriptor, chunk) === chunk.length);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
  }
}

// A PostgreSQL that cannot make its next log file ends with PANIC.
async function needNewLogFiles(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    for (let i = 0; i < 50; i += 1) {
      await client.query("SELECT pg_logical_emit_message(true, 'chaos', 'x')");
      await client.query("SELECT pg_switch_wal()");
    }
    throw new Error("PostgreSQL still wrote to a full disk");
  } catch (error) {
    if (!isConnectionLost(error)) throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

// PANIC, or no space; or the connection ended before the error arrived.
function isConnectionLost(error: unknown): boolean {
  const code = (error as { code?: string }).code;
  return code === undefined ? !(error as Error).message.startsWith("PostgreSQL still") : true;
}
