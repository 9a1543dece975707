import {
  GraphQLError,
  Kind,
  valueFromASTUntyped,
  type DocumentNode,
  type ExecutionArgs,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type SelectionSetNode,
} from "graphql";
import { setImmediate } from "node:timers/promises";
import type { Plugin } from "graphql-yoga";
import { createQueue, isQueueFull, type Queue } from "../platform/bounded-queue";
import { processWide } from "../platform/process-wide";
import { LONGEST } from "./connection";
import { IntrospectionCost } from "./introspection-cost";

/**
 * The most fields that an answer may have, were every list as long as it may be. A field takes 2 to 3 µs, during which
 * nothing else runs in the process: this many take about 50 ms.
 */
export const FIELDS_MAX = 20_000;
/** Above this many fields a document is heavy: such documents run one after the other. */
const HEAVY = 2_000;
/** What a list is taken to hold where nothing is said. */
const USUAL = 100;

/** One heavy document at a time. As many may wait as there are uploads and more; then 503. */
const heavyOnes = (): Queue =>
  processWide("heavy GraphQL documents", () => createQueue({ concurrency: 1, waiting: 64 }));

/**
 * Refuses a document whose answer could be too large, before it runs. Lists in lists are what makes answers large, and
 * introspection. Heavy documents take turns, with a turn of the event loop between two of them, so that a token check
 * waits for at most one.
 */
export const costLimit: Plugin = {
  onExecute({ args, executeFn, setExecuteFn, setResultAndStopExecution }) {
    const { document, variableValues, schema } = args as Pick<ExecutionArgs, "document" | "variableValues" | "schema">;
    const cost = new Estimate(document, variableValues ?? {}, schema).cost();
    if (cost > HEAVY && cost <= FIELDS_MAX) setExecuteFn((asked) => inTurn(() => executeFn(asked) as unknown));
    if (cost > FIELDS_MAX)
      setResultAndStopExecution({
        errors: [
          new GraphQLError(`This asks for up to ${cost} fields; the most is ${FIELDS_MAX}. Ask for shorter pages.`),
        ],
      });
  },
};

/**
 * Runs a heavy document when its turn has come, and after what waits for the event loop: the requests that came while
 * the one before it ran. Its only error is `unavailable` when too many wait.
 */
async function inTurn(work: () => unknown): Promise<unknown> {
  try {
    return await heavyOnes().run(async () => {
      await setImmediate();
      return await work();
    });
  } catch (error) {
    if (!isQueueFull(error)) throw error;
    return { errors: [new GraphQLError("Too many large documents wait.", { extensions: { code: "unavailable" } })] };
  }
}

/** Estimates all operations of a document; validation has made sure that fragments do not go round in circles. */
class Estimate {
  private readonly fragments: Map<string, FragmentDefinitionNode>;
  private readonly introspection: IntrospectionCost;
  private readonly known = new Map<string, number>();

  constructor(
    private readonly document: DocumentNode,
    private readonly variables: Readonly<Record<string, unknown>>,
    schema: GraphQLSchema,
  ) {
    const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
    this.fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
    this.introspection = new IntrospectionCost(schema, this.fragments);
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
    if (field.name.value === "__schema") return 1 + this.introspection.ofSchema(field.selectionSet);
    if (field.name.value === "__type") return 1 + this.introspection.ofType(field.selectionSet);
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
