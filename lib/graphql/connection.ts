import type { ObjectRef, UnionRef } from "@pothos/core";
import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from "graphql";
import type { Page, PageInput } from "../platform/paging/page";
import { builder } from "./builder";
import { invalid } from "./failure";
import { inTurns } from "./turns";

/** The maximum page size. Larger requests get this many. */
export const MAX_PAGE_SIZE = 200;

const PageInfo = builder.objectRef<Page<unknown>>("PageInfo").implement({
  fields: (t) => ({
    startCursor: t.string({ nullable: true, resolve: ({ cursors }) => cursors[0] ?? null }),
    endCursor: t.string({ nullable: true, resolve: ({ cursors }) => cursors.at(-1) ?? null }),
    hasNextPage: t.boolean({ resolve: ({ nextCursor }) => nextCursor !== null }),
    hasPreviousPage: t.boolean({ resolve: ({ previousCursor }) => previousCursor !== null }),
  }),
});

interface Edge<Item> {
  readonly cursor: string;
  readonly node: Item;
}

type Types = (typeof builder)["$inferSchemaTypes"];
type NodeRef<Item> = ObjectRef<Types, Item> | UnionRef<Types, Item>;

/** The types of a list that pages by cursor: `<name>Connection` and `<name>Edge`. */
export function connectionOf<Item extends object>(name: string, node: NodeRef<Item>) {
  const edge = builder.objectRef<Edge<Item>>(`${name}Edge`).implement({
    fields: (t) => ({
      cursor: t.exposeString("cursor"),
      node: t.field({ type: node, resolve: (parent) => parent.node as never }),
    }),
  });
  return builder.objectRef<Page<Item>>(`${name}Connection`).implement({
    fields: (t) => ({
      totalCount: t.exposeInt("total"),
      edges: t.field({
        type: [edge],
        resolve: (page, _, context, info) => inTurns(edgesOf<Item>(page), context, info),
      }),
      pageInfo: t.field({ type: PageInfo, resolve: (page) => page }),
    }),
  });
}

function edgesOf<Item>({ items, cursors }: Page<Item>): Edge<Item>[] {
  return items.map((node, i) => ({ node, cursor: cursors[i] ?? "" }));
}

/**
 * The paging input for lists of lib. An absent or empty `after` is the start. The total is counted only if the document
 * selects it. Throws `invalid_input` for a page size below 1, under the name of the client's argument.
 */
export function pageInput(
  info: GraphQLResolveInfo,
  { first, after }: { first?: number | null; after?: string | null },
  { defaultSize = 50, named = "first" } = {},
): PageInput {
  if (typeof first === "number" && first < 1)
    throw invalid(named, `${named}: a number from 1 on; more than ${MAX_PAGE_SIZE} is ${MAX_PAGE_SIZE}.`);
  return {
    limit: Math.min(first ?? defaultSize, MAX_PAGE_SIZE),
    withTotal: selects(info, "totalCount"),
    ...(after ? { after } : {}),
  };
}

/** An empty list. */
export const EMPTY: Page<never> = { items: [], cursors: [], total: 0, nextCursor: null, previousCursor: null };

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
