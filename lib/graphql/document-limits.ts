import { GraphQLError, Kind, type DocumentNode, type SelectionSetNode } from "graphql";
import type { Plugin } from "graphql-yoga";

/**
 * Validation compares every two fields that have one name, and looks at each fragment for each operation: a document
 * within all other limits can keep it busy for 100 ms.
 */
const MAX_OPERATIONS = 10;
const MAX_REPETITIONS = 10;
/** Repetitions in all selection sets together: validation compares those of every two fragments with each other. */
const MAX_REPETITIONS_IN_ALL = 30;
const MAX_FRAGMENTS = 60;

/** Refuses documents, once they are parsed, whose validation would take too long. */
export const documentLimits: Plugin = {
  onParse:
    () =>
    ({ result, replaceParseResult }) => {
      const refused = isDocument(result) ? tooMuchOf(result) : null;
      if (refused) replaceParseResult(new GraphQLError(refused));
    },
};

/** What a plugin gets for a document that could be parsed. */
export const isDocument = (result: unknown): result is DocumentNode =>
  typeof result === "object" && result !== null && "kind" in result && result.kind === Kind.DOCUMENT;

function tooMuchOf({ definitions }: DocumentNode): string | null {
  const fragments = definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).length;
  if (definitions.length - fragments > MAX_OPERATIONS) return `A document may have ${MAX_OPERATIONS} operations.`;
  if (fragments > MAX_FRAGMENTS) return `A document may have ${MAX_FRAGMENTS} fragments.`;
  const repetitions: number[] = [];
  for (const definition of definitions)
    if ("selectionSet" in definition && definition.selectionSet) countRepetitions(definition.selectionSet, repetitions);
  if (repetitions.some((times) => times > MAX_REPETITIONS))
    return `One field may be repeated ${MAX_REPETITIONS} times.`;
  return repetitions.reduce((sum, times) => sum + times - 1, 0) > MAX_REPETITIONS_IN_ALL
    ? `Fields may be repeated ${MAX_REPETITIONS_IN_ALL} times in a document.`
    : null;
}

/** Adds how often each name occurs in a selection set, and in those below it. */
function countRepetitions({ selections }: SelectionSetNode, repetitions: number[]): void {
  const times = new Map<string, number>();
  for (const selection of selections) {
    const name = selection.kind === Kind.FIELD ? (selection.alias ?? selection.name).value : nameOfFragment(selection);
    times.set(name, (times.get(name) ?? 0) + 1);
    if ("selectionSet" in selection && selection.selectionSet) countRepetitions(selection.selectionSet, repetitions);
  }
  repetitions.push(...times.values());
}

function nameOfFragment(selection: Exclude<SelectionSetNode["selections"][number], { kind: Kind.FIELD }>): string {
  return selection.kind === Kind.FRAGMENT_SPREAD ? `...${selection.name.value}` : "...";
}
