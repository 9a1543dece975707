import { randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { newSetupCode } from "@/lib/setup/one-time-code";
import { codeOf, PlainError, writing } from "./plain-error";
import { keepPrivate } from "./private-files";

const secretsSchema = z.object({
  AUTH_SECRET: z.string().min(32),
  AUDIT_KEY: z.string().min(32),
  SETUP_CODE: z.string().min(12),
});

/** The secrets that an installation creates and stores. Without AUDIT_KEY the audit log cannot be verified. */
export type Secrets = z.infer<typeof secretsSchema>;

/** The file with the secrets. */
export function secretsFile(dataDir: string): string {
  return path.join(dataDir, "secrets.json");
}

/**
 * The secrets in `dataDir`, created by the first call. Concurrent calls in several processes return the same secrets.
 * Makes a file private that other accounts could read, and reports that by `say`.
 */
export function keepSecrets(dataDir: string, say: (line: string) => void = console.error): Secrets {
  const file = secretsFile(dataDir);
  if (!existsSync(file)) create(file);
  keepPrivate(file, say);
  return readSecrets(file);
}

/** The secrets in a file. Throws PlainError if they cannot be read. */
export function readSecrets(file: string): Secrets {
  try {
    return secretsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    const problem = codeOf(error) === "EACCES" ? "it cannot be read by this account" : "it is not in the expected form";
    throw new PlainError(
      `${file}: ${problem}. Put the file back from a backup. If it is lost for good: npm run secrets:reset`,
      { cause: error },
    );
  }
}

// Writes a temporary file and links it, which fails if another process was first. The file is never incomplete.
function create(file: string): void {
  const half = `${file}.${randomBytes(6).toString("hex")}`;
  writing(file, () => {
    const descriptor = openSync(half, "wx", 0o600);
    writeSync(descriptor, `${JSON.stringify(newSecrets(), null, 2)}\n`);
    fsyncSync(descriptor);
    closeSync(descriptor);
    try {
      linkSync(half, file);
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    } finally {
      rmSync(half, { force: true });
    }
  });
}

function newSecrets(): Secrets {
  const random = () => randomBytes(32).toString("base64url");
  return { AUTH_SECRET: random(), AUDIT_KEY: random(), SETUP_CODE: newSetupCode() };
}
