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
import { isDocument } from "./document-limits";

/**
 * Input types that are used in lists, but that some clients declare as a single object: `$input:
 * SetCustomPolicyInput!`.
 */
const LISTED = new Set(["SetCustomPolicyInput", "SetCustomQueryPackInput"]);

/**
 * Accepts a single object in place of a list in a document's variables too. GraphQL coerces a single value to a list,
 * but refuses a variable of the item's type in place of a list. So the variable is declared as a list, and its value is
 * coerced.
 */
export const oneOrMany: Plugin = {
  onParse:
    () =>
    ({ result, replaceParseResult }) => {
      if (isDocument(result)) replaceParseResult(withLists(result));
    },
};

/** Returns the same object if nothing changes, because caches use a document's identity. */
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
