import {
  GraphQLError,
  Kind,
  valueFromASTUntyped,
  type DocumentNode,
  type ExecutionArgs,
  type FieldNode,
  type FragmentDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import type { Plugin } from "graphql-yoga";
import { LONGEST } from "./connection";

/** The most fields that an answer may have, were every list as long as it may be. */
const FIELDS_MAX = 50_000;
/** What a list is taken to hold where nothing is said. */
const USUAL = 100;

/** Refuses a document whose answer could be too large, before it runs. Lists in lists are what makes answers large. */
export const costLimit: Plugin = {
  onExecute({ args, setResultAndStopExecution }) {
    const { document, variableValues } = args as Pick<ExecutionArgs, "document" | "variableValues">;
    const cost = new Estimate(document, variableValues ?? {}).cost();
    if (cost > FIELDS_MAX)
      setResultAndStopExecution({
        errors: [
          new GraphQLError(`This asks for up to ${cost} fields; the most is ${FIELDS_MAX}. Ask for shorter pages.`),
        ],
      });
  },
};

/** Estimates all operations of a document; validation has made sure that fragments do not go round in circles. */
class Estimate {
  private readonly fragments: Map<string, FragmentDefinitionNode>;
  private readonly known = new Map<string, number>();

  constructor(
    private readonly document: DocumentNode,
    private readonly variables: Readonly<Record<string, unknown>>,
  ) {
    const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
    this.fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  cost(): number {
    const operations = this.document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
    return operations.reduce((sum, { selectionSet }) => sum + this.ofSet(selectionSet, 1), 0);
  }

  /** The fields of a set; `edges` in it stand for `length` fields each. */
  private ofSet(set: SelectionSetNode | undefined, length: number): number {
    return (set?.selections ?? []).reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return sum + this.ofField(selection, length);
      return (
        sum +
        (selection.kind === Kind.INLINE_FRAGMENT
          ? this.ofSet(selection.selectionSet, length)
          : this.ofFragment(selection.name.value, length))
      );
    }, 0);
  }

  private ofField(field: FieldNode, length: number): number {
    const within = 1 + this.ofSet(field.selectionSet, this.lengthOf(field));
    return field.name.value === "edges" ? length * within : within;
  }

  private ofFragment(name: string, length: number): number {
    const key = `${length} ${name}`;
    const known = this.known.get(key) ?? this.ofSet(this.fragments.get(name)?.selectionSet, length);
    this.known.set(key, known);
    return known;
  }

  /** How long a list the field's arguments ask for, as it will be cut. */
  private lengthOf({ arguments: given = [] }: FieldNode): number {
    const args = Object.fromEntries(
      given.map(({ name, value }) => [name.value, valueFromASTUntyped(value, this.variables)]),
    );
    const asked = args.first ?? (args.input as { limit?: unknown } | null | undefined)?.limit;
    return typeof asked === "number" ? Math.max(1, Math.min(asked, LONGEST)) : USUAL;
  }
}
