import fc from "fast-check";
import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
} from "graphql";
import type { FuzzRequest } from "./request";
import { headersOf } from "./rest";
import { json, text } from "./values";

/** Documents with every query and mutation of the schema and almost valid variables. */
export function graphqlRequests(schema: GraphQLSchema, secrets: readonly string[]): fc.Arbitrary<FuzzRequest> {
  const roots = [schema.getQueryType(), schema.getMutationType()].filter(isObjectType);
  const documents = roots.flatMap((root) =>
    Object.values(root.getFields()).map((field) => documentOf(root.name.toLowerCase(), field)),
  );
  const hostile = fc.record({
    query: fc.oneof(text, fc.constant("{ __schema { types { name } } }"), nested),
    variables: json,
  });
  const body = fc.oneof({ weight: 5, arbitrary: fc.oneof(...documents) }, { weight: 1, arbitrary: hostile }, json);
  return fc
    .record({ path: fc.constantFrom("/api/graphql", "/query"), headers: headersOf(secrets), body })
    .map(({ path, headers, body: sent }) => ({
      surface: "GraphQL",
      method: "POST",
      target: path,
      headers: [...headers, ["content-type", "application/json"] as const],
      body: JSON.stringify(sent),
    }));
}

const nested = fc.integer({ min: 1, max: 200 }).map((depth) => "{ a".repeat(depth) + " }".repeat(depth));

function documentOf(kind: string, field: GraphQLField<unknown, unknown>): fc.Arbitrary<unknown> {
  const declared = field.args.map(({ name, type }) => `$${name}: ${String(type)}`).join(", ");
  const passed = field.args.map(({ name }) => `${name}: $${name}`).join(", ");
  const query =
    `${kind} ${declared && `(${declared})`} ` +
    `{ ${field.name}${passed && `(${passed})`} ${selectionOf(getNamedType(field.type))} }`;
  const variables = fc.record(Object.fromEntries(field.args.map(({ name, type }) => [name, valueOf(type)])), {
    requiredKeys: [],
  });
  return variables.map((values) => ({ query, variables: values }));
}

/** The fields of a type that have no arguments, down to two levels of objects. */
function selectionOf(type: GraphQLNamedType, depth = 0): string {
  if (!isObjectType(type)) return "getFields" in type || "getTypes" in type ? "{ __typename }" : "";
  const fields = Object.values(type.getFields()).filter(({ args }) => args.length === 0);
  const inner = fields.flatMap(({ name, type: own }) => {
    const named = getNamedType(own);
    if (!("getFields" in named || "getTypes" in named)) return [name];
    return depth < 2 ? [`${name} ${selectionOf(named, depth + 1)}`] : [];
  });
  return `{ __typename ${inner.join(" ")} }`;
}

function valueOf(type: GraphQLInputType, depth = 0): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 5, arbitrary: following(type, depth) }, { weight: 1, arbitrary: json });
}

function following(type: GraphQLInputType, depth: number): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) return following(type.ofType, depth);
  if (isListType(type)) return fc.array(valueOf(type.ofType, depth), { maxLength: 3 });
  if (isEnumType(type)) return fc.constantFrom(...type.getValues().map(({ name }) => name));
  if (!isInputObjectType(type) || depth > 4)
    return type.toString() === "Int" ? fc.integer() : type.toString() === "Boolean" ? fc.boolean() : text;
  const fields = Object.values(type.getFields());
  return fc.record(Object.fromEntries(fields.map((field) => [field.name, valueOf(field.type, depth + 1)])), {
    requiredKeys: [],
  });
}
