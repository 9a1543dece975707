import path from "node:path";

/** The folder of the checkout. */
export const ROOT = path.resolve(import.meta.dirname, "..");

/** A path below the checkout. */
export const inRoot = (...parts: string[]): string => path.join(ROOT, ...parts);

/** Where the embedded database and the secrets are kept, as an absolute path. */
export function dataDirOf(environment: NodeJS.ProcessEnv): string {
  return path.resolve(ROOT, environment.DATA_DIR || ".data");
}
