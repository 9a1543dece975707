import { z } from "../platform/validation/zod";
import type { builder } from "./builder";

type Types = (typeof builder)["$inferSchemaTypes"];
type Scalar = "String" | "Int" | "Boolean";
type Shape = Readonly<Record<string, z.ZodType>>;
type Input<S extends Shape> = z.input<z.ZodObject<S>>;

/** The fields of a DTO that are one value each. Lists and objects need fields of their own. */
export function scalarFields<Dto extends object>(
  t: PothosSchemaTypes.ObjectFieldBuilder<Types, Dto>,
  schema: z.ZodObject,
) {
  return Object.fromEntries(
    Object.entries<z.ZodType>(schema.shape).flatMap(([name, field]) => {
      const type = scalarOf(field);
      if (type === null) return [];
      const { description } = field;
      const resolve = (dto: Dto) => dto[name as keyof Dto] as never;
      return [[name, t.field({ type, nullable: field.isNullable(), description, resolve })] as const];
    }),
  );
}

/** Input fields for the fields of a schema, which must be one value each. */
export function inputFields<S extends Shape>(
  t: PothosSchemaTypes.InputFieldBuilder<Types, "InputObject">,
  shape: S,
): { [F in keyof S]: PothosSchemaTypes.InputFieldRef<Types, z.input<S[F]> | OrNull<z.input<S[F]>>> } {
  return Object.fromEntries(
    Object.entries(shape).map(([name, field]) => {
      const type = scalarOf(field);
      if (type === null) throw new Error(`${name} is not one value`);
      return [name, t.field({ type, required: !field.isOptional(), description: field.description })];
    }),
  ) as never;
}

/** Clients send null for fields that they leave out. */
type OrNull<T> = undefined extends T ? null : never;

/** The given fields of an input. Null is left out where the schema does not accept it. */
export function givenFields<S extends Shape>(shape: S, input: object): Input<S> {
  return Object.fromEntries(
    Object.entries(input).filter(([name, value]) => {
      const field = shape[name];
      return field !== undefined && value !== undefined && (value !== null || field.isNullable());
    }),
  ) as Input<S>;
}

/** The GraphQL type of one value, as it is sent; null for lists and objects. */
function scalarOf(field: z.ZodType): Scalar | null {
  const { type } = field.def;
  if (type === "string" || type === "enum") return "String";
  if (type === "int" || type === "number") return "Int";
  if (type === "boolean") return "Boolean";
  if (field instanceof z.ZodPipe) return scalarOf(field.in as z.ZodType);
  return "unwrap" in field && type !== "array" ? scalarOf((field as z.ZodOptional<z.ZodType>).unwrap()) : null;
}
