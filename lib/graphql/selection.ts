import { Kind, type GraphQLResolveInfo, type SelectionSetNode } from "graphql";

/** Whether a document asks for `field` directly below the field that is being resolved, in fragments too. */
export function selects(info: GraphQLResolveInfo, field: string): boolean {
  return info.fieldNodes.some(({ selectionSet }) => contains(info, selectionSet, field));
}

/** Validation has made sure that fragments do not go round in circles. */
function contains(info: GraphQLResolveInfo, set: SelectionSetNode | undefined, field: string): boolean {
  return (set?.selections ?? []).some((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value === field;
    const within =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection.selectionSet
        : info.fragments[selection.name.value]?.selectionSet;
    return contains(info, within, field);
  });
}
