import path from "node:path";

/** The folder of the checkout. */
export const ROOT = path.resolve(import.meta.dirname, "..");

/** A path below the checkout. */
export const inRoot = (...parts: string[]): string => path.join(ROOT, ...parts);

/** The absolute path of the directory for the embedded database and the secrets. */
export function dataDirOf(environment: NodeJS.ProcessEnv): string {
  return path.resolve(ROOT, environment.DATA_DIR || ".data");
}
