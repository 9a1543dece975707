import type { HintPlace, ObjectPlace, ReportPlace } from "./places";

/** The lists of a bundle's parts that hold queries, or parts with such lists. */
const LISTS = ["queries", "checks", "policies", "packs", "groups", "variants"];
const TEXTS = ["code_id", "mrn", "uid"];
const ANYTHING: ReportPlace = { kind: "anything" };

/**
 * The bundle inside of a full report. Calls `take` with the code id and the MRN (or else the uid) of each query that
 * has both. Everything else in it is skipped, whatever its form.
 */
export function bundlePlace(take: (codeId: string, id: string) => void): ObjectPlace {
  const member = (name: string): ReportPlace => (LISTS.includes(name) ? listOf(take) : ANYTHING);
  return { kind: "object", member };
}

function listOf(take: (codeId: string, id: string) => void): HintPlace {
  return { kind: "hint", of: "array", member: () => entryOf(take) };
}

function entryOf(take: (codeId: string, id: string) => void): HintPlace {
  const texts = new Map<string, string>();
  const member = (name: string): ReportPlace => {
    if (LISTS.includes(name)) return listOf(take);
    if (!TEXTS.includes(name)) return ANYTHING;
    return { kind: "hint", of: "text", put: (value) => void texts.set(name, value) };
  };
  const done = (): void => {
    const [codeId, id] = [texts.get("code_id"), texts.get("mrn") ?? texts.get("uid")];
    if (codeId && id) take(codeId, id);
  };
  return { kind: "hint", of: "object", member, done };
}
