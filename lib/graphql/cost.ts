import {
  getNamedType,
  GraphQLError,
  isObjectType,
  Kind,
  OperationTypeNode,
  valueFromASTUntyped,
  type DocumentNode,
  type ExecutionArgs,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionSetNode,
} from "graphql";
import type { Plugin } from "graphql-yoga";
import { createQueue, isQueueFull, type Queue } from "../platform/bounded-queue";
import { processWide } from "../platform/process-wide";
import type { GraphqlContext } from "./builder";
import { MAX_PAGE_SIZE } from "./connection";
import { IntrospectionCost } from "./introspection-cost";
import { FIELDS_MAX, tooManyFields, wholeTurn } from "./turns";

/** Above this many fields a document is heavy. Heavy documents run one after the other. */
const HEAVY = 2_000;
/** What reading a row of a page takes, as fields: it is read even if nothing of it is asked for. Spaces have facts. */
const ROW = 5;
const SPACE_ROW = 15;
/** What reading a file takes, as fields. */
const FILE = 5_000;
/** The assumed length of a list without a page size. */
const DEFAULT_PAGE_SIZE = 100;

/** One heavy document at a time; organizations take turns. As many may wait as there are uploads and more. */
const heavyDocumentQueue = (): Queue =>
  processWide("heavy GraphQL documents", () => createQueue({ concurrency: 1, waiting: 64 }));

/**
 * Refuses a document whose answer could be too large, before it runs: counted as if every page were as long as it may
 * be. Heavy documents run one at a time, so that their results do not add up in memory. The lists of facts have no
 * length that is known before; their fields are counted while they are resolved.
 */
export const costLimit: Plugin<GraphqlContext> = {
  onExecute({ args, executeFn, setExecuteFn, setResultAndStopExecution }) {
    const { document, variableValues, schema, contextValue } = args as ExecutionArgs & { contextValue: GraphqlContext };
    const cost = new Estimate(document, variableValues ?? {}, schema).cost();
    if (cost > HEAVY && cost <= FIELDS_MAX)
      setExecuteFn((asked) => inQueue(contextValue.actor.organizationId, () => executeFn(asked) as unknown));
    if (cost > FIELDS_MAX)
      setResultAndStopExecution({
        errors: [
          new GraphQLError(
            `This document requests up to ${cost} fields; the maximum is ${FIELDS_MAX}. Request smaller pages.`,
          ),
        ],
      });
    return {
      onExecuteDone({ setResult }) {
        if (contextValue.fields > FIELDS_MAX && isQuery(document)) setResult({ errors: [tooManyFields()] });
      },
    };
  },
};

/** Whether a document changes nothing, so that its answer may be thrown away. */
function isQuery({ definitions }: DocumentNode): boolean {
  return definitions.every(
    (definition) => definition.kind !== Kind.OPERATION_DEFINITION || definition.operation === OperationTypeNode.QUERY,
  );
}

/**
 * Runs a heavy document when it is next, from a turn of the event loop on that has done nothing for documents yet: the
 * schema's own fields are resolved at once. Its only error is `unavailable` when too many wait.
 */
async function inQueue(organizationId: string, work: () => unknown): Promise<unknown> {
  try {
    return await heavyDocumentQueue().run(
      async () => {
        await wholeTurn();
        return await work();
      },
      { key: organizationId },
    );
  } catch (error) {
    if (!isQueueFull(error)) throw error;
    return { errors: [new GraphQLError("Too many large documents wait.", { extensions: { code: "unavailable" } })] };
  }
}

/** The names of the fields that are pages of a list, by schema. */
const pages = new WeakMap<GraphQLSchema, ReadonlySet<string>>();

function pageFieldsOf(schema: GraphQLSchema): ReadonlySet<string> {
  const names = pages.get(schema) ?? findPageFields(schema);
  pages.set(schema, names);
  return names;
}

function findPageFields(schema: GraphQLSchema): ReadonlySet<string> {
  const fields = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .flatMap((type) => Object.values(type.getFields()));
  const isPage = (type: GraphQLNamedType) => isObjectType(type) && type.getFields().edges !== undefined;
  return new Set(fields.filter(({ type }) => isPage(getNamedType(type))).map(({ name }) => name));
}

/** Estimates all operations of a document. Validation has excluded circular fragments. */
class Estimate {
  private readonly fragments: Map<string, FragmentDefinitionNode>;
  private readonly introspection: IntrospectionCost;
  private readonly pages: ReadonlySet<string>;
  private readonly known = new Map<string, number>();

  constructor(
    private readonly document: DocumentNode,
    private readonly variables: Readonly<Record<string, unknown>>,
    schema: GraphQLSchema,
  ) {
    const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
    this.fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
    this.introspection = new IntrospectionCost(schema, this.fragments);
    this.pages = pageFieldsOf(schema);
  }

  cost(): number {
    const operations = this.document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
    return operations.reduce((sum, { selectionSet }) => sum + this.ofSet(selectionSet, 1), 0);
  }

  /** The fields of a selection set. Fields below `edges` count `length` times. */
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
    const ownLength = this.lengthOf(field);
    const within = 1 + this.ofReading(field.name.value, ownLength) + this.ofSet(field.selectionSet, ownLength);
    return field.name.value === "edges" ? length * within : within;
  }

  /** What a field reads from the database, beside a few rows. */
  private ofReading(name: string, length: number): number {
    if (name === "downloadBundle") return FILE;
    if (name === "spacesList") return length * SPACE_ROW;
    return this.pages.has(name) ? length * ROW : 0;
  }

  private ofFragment(name: string, length: number): number {
    const key = `${length} ${name}`;
    const known = this.known.get(key) ?? this.ofSet(this.fragments.get(name)?.selectionSet, length);
    this.known.set(key, known);
    return known;
  }

  /** The length of a list according to the field's arguments and the maximum page size. */
  private lengthOf({ arguments: given = [] }: FieldNode): number {
    const args = Object.fromEntries(
      given.map(({ name, value }) => [name.value, valueFromASTUntyped(value, this.variables)]),
    );
    const asked = args.first ?? (args.input as { limit?: unknown } | null | undefined)?.limit;
    return typeof asked === "number" ? Math.max(1, Math.min(asked, MAX_PAGE_SIZE)) : DEFAULT_PAGE_SIZE;
  }
}
