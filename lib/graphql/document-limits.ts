import { GraphQLError, Kind, type DocumentNode, type SelectionSetNode } from "graphql";
import type { Plugin } from "graphql-yoga";

/**
 * Validation compares every two fields that have one name, and looks at each fragment for each operation: a document
 * within all other limits can keep it busy for 100 ms.
 */
const MAX_OPERATIONS = 10;
const MAX_REPETITIONS = 10;
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

const isDocument = (result: unknown): result is DocumentNode =>
  typeof result === "object" && result !== null && "kind" in result && result.kind === Kind.DOCUMENT;

function tooMuchOf({ definitions }: DocumentNode): string | null {
  const fragments = definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).length;
  if (definitions.length - fragments > MAX_OPERATIONS) return `A document may have ${MAX_OPERATIONS} operations.`;
  if (fragments > MAX_FRAGMENTS) return `A document may have ${MAX_FRAGMENTS} fragments.`;
  const repeated = definitions.some(
    (definition) => "selectionSet" in definition && definition.selectionSet && repeatsTooMuch(definition.selectionSet),
  );
  return repeated ? `One field may be repeated ${MAX_REPETITIONS} times.` : null;
}

/** Whether a field is in one selection set too often, under one name. */
function repeatsTooMuch({ selections }: SelectionSetNode): boolean {
  const times = new Map<string, number>();
  return selections.some((selection) => {
    const name = selection.kind === Kind.FIELD ? (selection.alias ?? selection.name).value : nameOfFragment(selection);
    const count = (times.get(name) ?? 0) + 1;
    times.set(name, count);
    if (count > MAX_REPETITIONS) return true;
    return (
      "selectionSet" in selection && selection.selectionSet !== undefined && repeatsTooMuch(selection.selectionSet)
    );
  });
}

function nameOfFragment(selection: Exclude<SelectionSetNode["selections"][number], { kind: Kind.FIELD }>): string {
  return selection.kind === Kind.FRAGMENT_SPREAD ? `...${selection.name.value}` : "...";
}
