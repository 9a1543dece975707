import {
  getNamedType,
  introspectionTypes,
  isObjectType,
  Kind,
  type FragmentDefinitionNode,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type SelectionSetNode,
} from "graphql";

const INTROSPECTION = new Map(introspectionTypes.filter(isObjectType).map((type) => [type.name, type]));

/**
 * Counts the fields of an introspection response. The count is exact, because it calls the resolvers that will run,
 * once per selection set and object.
 */
export class IntrospectionCost {
  private readonly known = new Map<SelectionSetNode, Map<unknown, number>>();

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  ) {}

  /** The fields below `__schema`. */
  ofSchema(set: SelectionSetNode | undefined): number {
    return set ? this.ofSet(set, INTROSPECTION.get("__Schema"), this.schema) : 0;
  }

  /** The fields below `__type(name:)`: the maximum over all types, because the name may be a variable. */
  ofType(set: SelectionSetNode | undefined): number {
    if (!set) return 0;
    const types = Object.values(this.schema.getTypeMap());
    return Math.max(...types.map((type) => this.ofSet(set, INTROSPECTION.get("__Type"), type)));
  }

  private ofSet(set: SelectionSetNode, type: GraphQLObjectType | undefined, source: unknown): number {
    const known = this.known.get(set) ?? new Map<unknown, number>();
    this.known.set(set, known);
    const cost = known.get(source) ?? this.count(set, type, source);
    known.set(source, cost);
    return cost;
  }

  private count(set: SelectionSetNode, type: GraphQLObjectType | undefined, source: unknown): number {
    return set.selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD)
        return sum + this.ofField(selection.name.value, selection.selectionSet, type, source);
      const inner =
        selection.kind === Kind.INLINE_FRAGMENT
          ? selection.selectionSet
          : this.fragments.get(selection.name.value)?.selectionSet;
      return sum + (inner ? this.ofSet(inner, type, source) : 0);
    }, 0);
  }

  private ofField(
    name: string,
    set: SelectionSetNode | undefined,
    type: GraphQLObjectType | undefined,
    source: unknown,
  ): number {
    const field = type?.getFields()[name];
    const inner = field && INTROSPECTION.get(getNamedType(field.type).name);
    if (!set || !field?.resolve || !inner) return 1;
    const info = { schema: this.schema } as GraphQLResolveInfo;
    const value: unknown = field.resolve(source, { includeDeprecated: true }, undefined, info);
    const things: unknown[] = Array.isArray(value) ? value : value ? [value] : [];
    return things.reduce<number>((sum, thing) => sum + this.ofSet(set, inner, thing), 1);
  }
}
