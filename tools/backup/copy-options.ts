import { parseArgs } from "node:util";
import { secretsBeside } from "./backup";
import type { Revocations } from "./restore";
import { PlainError } from "../plain-error";

/**
 * The arguments of `npm run restore` and `npm run import`: FILE [--secrets FILE] [--revocations FILE] [--revoke-since
 * TIME].
 */
export interface CopyOptions extends Revocations {
  readonly file: string;
  readonly secrets: string;
}

/** Reads the arguments of a command. Throws PlainError with its usage. */
export function readCopyOptions(name: string): CopyOptions {
  const usage =
    `Usage: npm run ${name} -- FILE [--secrets FILE] [--revocations FILE] [--revoke-since TIME]. ` +
    "TIME is ISO 8601, such as 2026-11-28T12:00:00Z.";
  const { values, positionals } = parse(usage);
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new PlainError(usage);
  const since = values["revoke-since"];
  const revokeSince = since === undefined ? undefined : new Date(since);
  if (revokeSince && Number.isNaN(revokeSince.getTime())) throw new PlainError(usage);
  return { file, secrets: values.secrets ?? secretsBeside(file), revocations: values.revocations, revokeSince };
}

function parse(usage: string) {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { secrets: { type: "string" }, revocations: { type: "string" }, "revoke-since": { type: "string" } },
    });
  } catch (error) {
    throw new PlainError(`${(error as Error).message}\n${usage}`);
  }
}
