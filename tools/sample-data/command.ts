import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

/** Whether the module at `url` was started, not imported. */
export function isProgram(url: string): boolean {
  return process.argv[1] !== undefined && pathToFileURL(process.argv[1]).href === url;
}

/** The command line's `--name value` pairs: those in `names` as whole numbers. Anything else is refused. */
export function numbers<Name extends string>(
  names: readonly Name[],
  words: readonly string[] = [],
): Partial<Record<Name, number>> {
  const found: Partial<Record<Name, number>> = {};
  for (const name of names) {
    const text = values([...names, ...words])[name];
    if (text !== undefined) found[name] = wholeNumber(name, text);
  }
  return found;
}

/** The command line's `--name value` pairs as text. */
export function values(names: readonly string[]): Record<string, string | undefined> {
  const options = Object.fromEntries(names.map((name) => [name, { type: "string" as const }]));
  return { ...parseArgs({ options }).values };
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new Error(`--${name} takes a whole number, not ${text}`);
  return Number(text);
}
