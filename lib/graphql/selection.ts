import { Kind, type GraphQLResolveInfo, type SelectionSetNode } from "graphql";

/** Whether a document selects `field` directly below the resolved field, including fragments. */
export function selects(info: GraphQLResolveInfo, field: string): boolean {
  const visited = new Set<string>();
  return info.fieldNodes.some(({ selectionSet }) => contains(info, selectionSet, field, visited));
}

/**
 * Each fragment is visited once. Otherwise fragments that use the next one twice would double the work at each step.
 */
function contains(
  info: GraphQLResolveInfo,
  set: SelectionSetNode | undefined,
  field: string,
  visited: Set<string>,
): boolean {
  return (set?.selections ?? []).some((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value === field;
    if (selection.kind === Kind.INLINE_FRAGMENT) return contains(info, selection.selectionSet, field, visited);
    const name = selection.name.value;
    if (visited.has(name)) return false;
    visited.add(name);
    return contains(info, info.fragments[name]?.selectionSet, field, visited);
  });
}
