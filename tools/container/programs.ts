import { spawn } from "node:child_process";
import { PlainError } from "../plain-error";
import { findProgram } from "../testing/programs";

/** The programs that `npm run container:test` runs, and the Debian packages that they come from. */
const PROGRAMS = { buildah: "buildah", debootstrap: "debootstrap", crun: "crun", psql: "postgresql-client" } as const;

/** Throws PlainError that names all missing programs. */
export function requirePrograms(): void {
  const missing = Object.entries(PROGRAMS).filter(([program]) => findProgram(program) === null);
  const problems = [
    ...(process.platform === "linux" ? [] : ["Linux"]),
    ...(process.getuid?.() === 0 ? [] : ["root, for debootstrap and the namespaces of containers"]),
    ...missing.map(([program, debian]) => `${program} (on Debian: apt-get install ${debian})`),
  ];
  if (problems.length > 0) throw new PlainError(`npm run container:test needs ${problems.join(", ")}.`);
}

interface RunOptions {
  env?: Record<string, string>;
  cwd?: string;
  input?: string;
}

/**
 * Runs a program to its end and returns its standard output. Throws PlainError with the end of its output if it fails.
 */
export async function run(program: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const { status, stdout, output } = await tryRun(program, args, options);
  if (status === 0) return stdout;
  const end = output.trim().split("\n").slice(-40).join("\n");
  throw new PlainError(`${program} ${args.join(" ")}\nended with ${status}:\n${end}`);
}

/**
 * Runs a program until it exits, with any code. `output` is standard output and error in the order of their arrival.
 */
export function tryRun(
  program: string,
  args: readonly string[],
  { env, cwd, input = "" }: RunOptions = {},
): Promise<{ status: number | null; stdout: string; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(findProgram(program) ?? program, args, { cwd, env: { ...process.env, ...env } });
    let [stdout, output] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
      output += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, stdout, output }));
    child.stdin.on("error", () => undefined); // it ended without reading its input
    child.stdin.end(input);
  });
}
