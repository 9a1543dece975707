import type { Contact, Pair } from "../platform/validation/facts";
import { builder } from "./builder";
import { inTurns } from "./turns";

export const OrderDirection = builder.enumType("OrderDirection", { values: ["ASC", "DESC"] as const });

/** Annotations and tags. */
export const KeyValue = builder
  .objectRef<Pair>("KeyValue")
  .implement({ fields: (t) => ({ key: t.exposeString("key"), value: t.exposeString("value") }) });
export const KeyValueInput = builder.inputType("KeyValueInput", {
  fields: (t) => ({ key: t.string({ required: true }), value: t.string({ required: true }) }),
});

export const ContactType = builder
  .objectRef<Contact>("Contact")
  .implement({ fields: (t) => ({ name: t.exposeString("name"), email: t.exposeString("email", { nullable: true }) }) });
export const ContactInput = builder.inputType("ContactInput", {
  fields: (t) => ({ name: t.string({ required: true }), email: t.string() }),
});

interface Attached {
  readonly annotations?: readonly Pair[] | undefined;
  readonly tags?: readonly Pair[] | undefined;
  readonly contacts?: readonly Contact[] | undefined;
}

type Types = (typeof builder)["$inferSchemaTypes"];

/** What is attached to a space or an organization. Null for actors that may not see it. */
export const attachedFields = <Parent extends Attached>(t: PothosSchemaTypes.ObjectFieldBuilder<Types, Parent>) => ({
  annotations: t.field({
    type: [KeyValue],
    nullable: true,
    resolve: ({ annotations }, _, context, info) => annotations && inTurns(annotations, context, info),
  }),
  tags: t.field({
    type: [KeyValue],
    nullable: true,
    resolve: ({ tags }, _, context, info) => tags && inTurns(tags, context, info),
  }),
  contacts: t.field({
    type: [ContactType],
    nullable: true,
    resolve: ({ contacts }, _, context, info) => contacts && inTurns(contacts, context, info),
  }),
});

/** The direction of an order for lists of lib. */
export const directionOf = (direction: "ASC" | "DESC"): "asc" | "desc" => (direction === "ASC" ? "asc" : "desc");

/** The given fields. Null and absent ones are removed, because they do not change. */
export function given<T extends object>(input: T): { [K in keyof T]?: Exclude<T[K], null | undefined> } {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null && value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], null | undefined>;
  };
}
