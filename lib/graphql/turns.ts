import {
  getNamedType,
  getNullableType,
  GraphQLError,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type GraphQLNamedType,
  type GraphQLResolveInfo,
  type SelectionSetNode,
} from "graphql";
import { processWide } from "../platform/process-wide";
import { TurnBudget } from "../platform/turn-budget";
import type { GraphqlContext } from "./builder";

/** How many fields are resolved between two turns of the event loop: some 3 ms of work. */
export const FIELDS_PER_TURN = 1_000;
/** The most fields that an answer may have. */
export const FIELDS_MAX = 20_000;
/** What takes as long as resolving a field: so many characters of a document that is parsed and validated. */
const CHARACTERS_PER_FIELD = 4;
/** … or so many bytes of an answer that are written as JSON. */
const BYTES_PER_FIELD = 256;

/** What all documents of the process do in one turn of the event loop (docs/decisions/0042-graphql-in-turns.md). */
const turns = (): TurnBudget => processWide("GraphQL turns", () => new TurnBudget(FIELDS_PER_TURN));

/** Waits until a document of that length may be parsed and validated. */
export const turnToRead = (characters: number) => turns().take(Math.ceil(characters / CHARACTERS_PER_FIELD));

/** Waits until so much of an answer may be written. */
export const turnToWrite = (bytes: number) => turns().take(Math.ceil(bytes / BYTES_PER_FIELD));

/** Waits for the next turn in which there is room for all of its fields. */
export const wholeTurn = () => turns().take(FIELDS_PER_TURN);

/**
 * The items of a list, each in a turn of the event loop that has room for its fields. Every list of objects is resolved
 * by this. Throws `invalid_request` in place of an item when the answer grows too large.
 */
export async function* inTurns<T>(
  items: readonly T[],
  context: GraphqlContext,
  info: GraphQLResolveInfo,
): AsyncGenerator<T> {
  const fields = fieldsOfItem(info);
  for (const item of items) {
    countFields(context, fields);
    const turn = turns().take(fields);
    if (turn) await turn;
    yield item;
  }
}

function countFields(context: GraphqlContext, fields: number): void {
  context.fields += fields;
  if (context.fields > FIELDS_MAX) throw tooManyFields();
}

/** Of lists that turned out longer than was counted before. The document may have been a mutation, which took place. */
export const tooManyFields = (): GraphQLError =>
  new GraphQLError(`The document ran, but its answer has more than ${FIELDS_MAX} fields. Ask for shorter pages.`);

/** By the selection set, which belongs to one document. */
const known = new WeakMap<SelectionSetNode, number>();

/** The fields of one item of the list that is being resolved, without those of the lists in it. */
function fieldsOfItem(info: GraphQLResolveInfo): number {
  const type = getNamedType(info.returnType);
  return info.fieldNodes.reduce((sum, { selectionSet }) => sum + fieldsOf(selectionSet, type, info), 1);
}

function fieldsOf(
  set: SelectionSetNode | undefined,
  type: GraphQLNamedType | undefined,
  info: GraphQLResolveInfo,
): number {
  if (!set) return 0;
  const count = known.get(set) ?? countSet(set, type, info);
  known.set(set, count);
  return count;
}

function countSet(set: SelectionSetNode, type: GraphQLNamedType | undefined, info: GraphQLResolveInfo): number {
  return set.selections.reduce((sum, selection) => {
    if (selection.kind === Kind.FIELD)
      return sum + 1 + fieldsBelow(selection.name.value, selection.selectionSet, type, info);
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : info.fragments[selection.name.value];
    const condition = fragment?.typeCondition;
    const within = condition ? info.schema.getType(condition.name.value) : type;
    return sum + fieldsOf(fragment?.selectionSet, within, info);
  }, 0);
}

function fieldsBelow(
  name: string,
  set: SelectionSetNode | undefined,
  parent: GraphQLNamedType | undefined,
  info: GraphQLResolveInfo,
): number {
  const field = isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
  if (!field || isListType(getNullableType(field.type))) return 0;
  return fieldsOf(set, getNamedType(field.type), info);
}
