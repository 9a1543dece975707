import { AUTOCANNON } from "./autocannon";
import type { Generator } from "./generator";
import { findWrk } from "./wrk";

/** wrk where it is installed, and else autocannon; or the one that is named. Throws if that is not there. */
export function findGenerator(name?: string): Generator {
  const generator = name === "autocannon" ? AUTOCANNON : (findWrk() ?? (name === undefined ? AUTOCANNON : null));
  if (generator === null || (name !== undefined && !generator.name.startsWith(name)))
    throw new Error(`The load generator “${String(name)}” is not installed.`);
  return generator;
}
