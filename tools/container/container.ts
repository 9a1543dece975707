import { spawn } from "node:child_process";
import { chownSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PlainError } from "../plain-error";
import { findProgram } from "../testing/programs";
import { until } from "../testing/scratch";
import { tryRun } from "./programs";

const READY_MS = 300_000;
const STOP_MS = 30_000;

/** A folder of this machine, mounted in a container. */
interface Mount {
  source: string;
  target: string;
  readOnly?: boolean;
}

interface Plan {
  /** Letters and dashes, unique among running containers. */
  name: string;
  /** Where the root file system is. It is mounted read-only. */
  root: string;
  user: string;
  env: Record<string, string>;
  command: readonly string[];
  folder: string;
  mounts: readonly Mount[];
  /** Its file mode creation mask. */
  umask?: number;
}

export interface Container {
  output(): string;
  /** Runs a command in it. */
  exec(command: readonly string[]): Promise<{ status: number | null; stdout: string; output: string }>;
  /** Waits until its output contains a text. Throws with its output if it ends first. */
  says(text: string): Promise<void>;
  /** Sends a signal to its first process and waits until it ended; returns the exit status and the time in ms. */
  stop(signal: string): Promise<{ status: number | null; ms: number }>;
  /** Ends it if it runs, and removes it. */
  remove(): Promise<void>;
}

/**
 * Starts a container with crun: a read-only root file system, no capabilities, no new privileges, and its own
 * namespaces for processes, mounts, IPC and the host name. It shares the machine's network, so that loopback ports work
 * and no port is public.
 */
export async function startContainer(work: string, plan: Plan): Promise<Container> {
  const id = `latchkey-test-${process.pid}-${plan.name}`;
  const bundle = path.join(work, "bundles", plan.name);
  const state = ["--root", path.join(work, "crun"), "--cgroup-manager", "disabled"];
  const { uid, gid } = idsOf(plan.root, plan.user);
  rmSync(bundle, { recursive: true, force: true });
  mkdirSync(bundle, { recursive: true });
  writeFileSync(path.join(bundle, "config.json"), JSON.stringify(specification(plan)));
  const [program, ...args] = crun([...state, "run", "--bundle", bundle, id]);
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const over = () => child.exitCode !== null || child.signalCode !== null;
  return {
    output: () => output,
    exec: (command) => tryCrun([...state, "exec", "--user", `${uid}:${gid}`, "--cwd", plan.folder, id, ...command]),
    async says(text) {
      const deadline = Date.now() + READY_MS;
      await until(() => over() || output.includes(text) || Date.now() > deadline, READY_MS + 1_000);
      if (output.includes(text)) return;
      const end = over() ? `ended with ${child.exitCode}` : `was not ready within ${READY_MS / 1000} s`;
      throw new PlainError(`${plan.name} ${end}:\n${output}`);
    },
    async stop(signal) {
      const begun = performance.now();
      await tryCrun([...state, "kill", id, signal]);
      await until(over, STOP_MS);
      return { status: child.exitCode, ms: performance.now() - begun };
    },
    async remove() {
      if (over()) return;
      await tryCrun([...state, "kill", id, "KILL"]);
      await until(over, STOP_MS);
    },
  };
}

/**
 * crun refuses machines that mix both versions of cgroups. Containers here need no cgroups, so it gets an empty folder.
 */
function crun(args: readonly string[]): [string, ...string[]] {
  const script = 'mount -t tmpfs tmpfs /sys/fs/cgroup && exec "$@"';
  return [
    findProgram("unshare") ?? "unshare",
    "--mount",
    "sh",
    "-c",
    script,
    "sh",
    findProgram("crun") ?? "crun",
    ...args,
  ];
}

function tryCrun(args: readonly string[]) {
  const [program, ...rest] = crun(args);
  return tryRun(program, rest);
}

/** Makes a folder that belongs to a user of a root file system, with mode 0700, as a new volume does. */
export function makeVolume(folder: string, { root, user }: Pick<Plan, "root" | "user">): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, gid } = idsOf(root, user);
  chownSync(folder, uid, gid);
  return folder;
}

function idsOf(root: string, user: string): { uid: number; gid: number } {
  const line = readFileSync(path.join(root, "etc/passwd"), "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${user}:`));
  if (line === undefined) throw new PlainError(`The image has no user ${user}.`);
  const [, , uid, gid] = line.split(":");
  return { uid: Number(uid), gid: Number(gid) };
}

/** https://github.com/opencontainers/runtime-spec/blob/v1.0.2/config.md */
function specification({ root, user, env, command, folder, mounts, umask }: Plan): object {
  const memory = (destination: string, mode: string) => ({
    destination,
    type: "tmpfs",
    source: "tmpfs",
    options: ["nosuid", "nodev", `mode=${mode}`],
  });
  return {
    ociVersion: "1.0.2",
    process: {
      user: { ...idsOf(root, user), umask },
      args: command,
      cwd: folder,
      env: Object.entries({ PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", ...env }).map(
        ([name, value]) => `${name}=${value}`,
      ),
      noNewPrivileges: true,
      capabilities: { bounding: [], effective: [], inheritable: [], permitted: [], ambient: [] },
    },
    root: { path: root, readonly: true },
    mounts: [
      { destination: "/proc", type: "proc", source: "proc" },
      { ...memory("/dev", "755"), options: ["nosuid", "mode=755"] },
      { destination: "/dev/pts", type: "devpts", source: "devpts", options: ["nosuid", "noexec", "newinstance"] },
      memory("/dev/shm", "1777"),
      memory("/tmp", "1777"),
      ...mounts.map(({ source, target, readOnly = false }) => ({
        destination: target,
        type: "bind",
        source,
        options: ["bind", readOnly ? "ro" : "rw", "nosuid", "nodev"],
      })),
    ],
    linux: { namespaces: ["pid", "mount", "ipc", "uts"].map((type) => ({ type })) },
  };
}
