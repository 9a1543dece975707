import {
  Kind,
  type DefinitionNode,
  type DocumentNode,
  type NamedTypeNode,
  type OperationDefinitionNode,
  type TypeNode,
  type VariableDefinitionNode,
} from "graphql";
import type { Plugin } from "graphql-yoga";

/** Inputs that are taken in lists, and that some clients declare as one: `$input: SetCustomPolicyInput!`. */
const LISTED = new Set(["SetCustomPolicyInput", "SetCustomQueryPackInput"]);

/**
 * Lets one object stand for a list of one in a document's variables too. GraphQL does that for values (a single item
 * becomes a list), but holds a variable of the item's type to be wrong where a list is wanted: so it is declared as the
 * list that it stands for, and its value becomes one by the usual rule.
 */
export const oneOrMany: Plugin = {
  onParse:
    () =>
    ({ result, replaceParseResult }) => {
      if (isDocument(result)) replaceParseResult(withLists(result));
    },
};

const isDocument = (result: unknown): result is DocumentNode =>
  typeof result === "object" && result !== null && "kind" in result && result.kind === Kind.DOCUMENT;

/** The same document where nothing is to be changed: what is remembered of documents goes by their identity. */
function withLists(document: DocumentNode): DocumentNode {
  if (!document.definitions.some((definition) => variablesOf(definition).some(isSingle))) return document;
  return {
    ...document,
    definitions: document.definitions.map((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? withListVariables(definition) : definition,
    ),
  };
}

const variablesOf = (definition: DefinitionNode): readonly VariableDefinitionNode[] =>
  definition.kind === Kind.OPERATION_DEFINITION ? (definition.variableDefinitions ?? []) : [];

function withListVariables(operation: OperationDefinitionNode): OperationDefinitionNode {
  return {
    ...operation,
    variableDefinitions: variablesOf(operation).map((variable) =>
      isSingle(variable) ? { ...variable, type: listOf(variable.type) } : variable,
    ),
  };
}

function isSingle({ type }: VariableDefinitionNode): boolean {
  const named = itemOf(type);
  return named.kind === Kind.NAMED_TYPE && LISTED.has(named.name.value);
}

const itemOf = (type: TypeNode): TypeNode => (type.kind === Kind.NON_NULL_TYPE ? type.type : type);

function listOf(type: TypeNode): TypeNode {
  const list = {
    kind: Kind.LIST_TYPE,
    type: { kind: Kind.NON_NULL_TYPE, type: itemOf(type) as NamedTypeNode },
  } as const;
  return type.kind === Kind.NON_NULL_TYPE ? { kind: Kind.NON_NULL_TYPE, type: list } : list;
}
