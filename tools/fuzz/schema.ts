import fc from "fast-check";
import { json, text } from "./values";

/** The parts of JSON Schema that the API's description uses. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
}

export type Components = Readonly<Record<string, JsonSchema>>;

/** Values that almost match a schema: sometimes a part is replaced by a hostile one or left out. */
export function nearly(schema: JsonSchema, components: Components, depth = 0): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 4, arbitrary: following(schema, components, depth) }, { weight: 1, arbitrary: json });
}

function following(schema: JsonSchema, components: Components, depth: number): fc.Arbitrary<unknown> {
  if (depth > 5) return json;
  if (schema.$ref) return nearly(components[schema.$ref.split("/").at(-1) ?? ""] ?? {}, components, depth + 1);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if ("const" in schema) return fc.constant(schema.const);
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (choices?.length) return fc.oneof(...choices.map((choice) => nearly(choice, components, depth + 1)));
  const type = Array.isArray(schema.type) ? (schema.type[0] as string) : (schema.type as string | undefined);
  if (type === "object") return objectOf(schema, components, depth);
  if (type === "array") return fc.array(nearly(schema.items ?? {}, components, depth + 1), { maxLength: 3 });
  if (type === "integer" || type === "number") return fc.integer({ min: -2, max: 5_000 });
  if (type === "boolean") return fc.boolean();
  return type === "string" ? text : json;
}

function objectOf({ properties = {} }: JsonSchema, components: Components, depth: number): fc.Arbitrary<unknown> {
  const parts = Object.entries(properties).map(([name, part]) => [name, nearly(part, components, depth + 1)] as const);
  return fc.record(Object.fromEntries(parts), { requiredKeys: [] });
}
