import { assignContent, unassignContent } from "../../content/assignments";
import { listContent } from "../../content/queries";
import { ASSIGNMENT_ACTIONS } from "../../content/schema";
import { z } from "@hono/zod-openapi";
import { fail } from "../../platform/result/result";
import { id } from "../../platform/validation/fields";
import type { ApiApp } from "../context";
import { addOperation, done, ok } from "../operation";
import { listOf, pageQuery, search, several, toPageInput } from "../operation/lists";
import type { ContentNoun } from "./noun";
import { assignmentSchema, assignOneSchema, assignSchema } from "./schema";

const listQuery = z.strictObject({ search, action: several(ASSIGNMENT_ACTIONS, "Only these."), ...pageQuery });
const assignmentsSchema = listOf(assignmentSchema, "Assignments");

/** The assignments of a space: policies or query packs. */
export function addAssignments(app: ApiApp, noun: ContentNoun): void {
  addCollection(app, noun);
  addSingle(app, noun);
}

function addCollection(app: ApiApp, { kind, singular, tag, One, words }: ContentNoun): void {
  const path = `/api/v1/spaces/{spaceId}/${singular}-assignments`;
  addOperation(app, {
    method: "get",
    path,
    operationId: `list${One}Assignments`,
    needs: kind.read,
    tag,
    summary: `The ${words} that a space uses or leaves out`,
    query: listQuery,
    success: { 200: "A page of assignments, by name." },
    answers: assignmentsSchema,
    run: async ({ actor, param, query: { action, ...query } }) => {
      const assigned = action.length > 0 ? action : [...ASSIGNMENT_ACTIONS];
      const result = await listContent([kind], actor, {
        ...toPageInput(query),
        spaceId: param("spaceId"),
        assigned,
        sort: "name",
        direction: "asc",
      });
      if (!result.ok) return result;
      const { items, nextCursor } = result.page;
      return ok({
        items: items.flatMap((item) =>
          item.assignment ? [{ id: item.id, uid: item.uid, name: item.name, action: item.assignment }] : [],
        ),
        nextCursor,
      });
    },
  });
  addOperation(app, {
    method: "post",
    path,
    operationId: `assign${One === "Policy" ? "Policies" : "QueryPacks"}`,
    needs: kind.write,
    tag,
    summary: `Let a space use (ACTIVE) or leave out (IGNORE) ${words}`,
    description: "By their ids; all or nothing.",
    input: assignSchema,
    success: { 200: "The assignments." },
    answers: assignmentsSchema,
    run: async ({ actor, param, input }) => {
      const result = await assignContent(kind, actor, { ...input, spaceId: param("spaceId") });
      return result.ok
        ? ok({ items: result.assignments.map((one) => ({ ...one, action: input.action })), nextCursor: null })
        : result;
    },
  });
}

function addSingle(app: ApiApp, { kind, singular, tag, One, word }: ContentNoun): void {
  const path = `/api/v1/spaces/{spaceId}/${singular}-assignments/{id}`;
  addOperation(app, {
    method: "put",
    path,
    operationId: `assign${One}`,
    needs: kind.write,
    tag,
    summary: `Let a space use (ACTIVE) or leave out (IGNORE) a ${word}`,
    input: assignOneSchema,
    success: { 200: "The assignment." },
    answers: assignmentSchema,
    run: async ({ actor, param, input }) => {
      if (!id.safeParse(param("id")).success) return fail("not_found");
      const result = await assignContent(kind, actor, {
        ids: [param("id")],
        spaceId: param("spaceId"),
        action: input.action,
      });
      const [one] = result.ok ? result.assignments : [];
      if (!result.ok) return result;
      return one ? ok({ ...one, action: input.action }) : fail("not_found");
    },
  });
  addOperation(app, {
    method: "delete",
    path,
    operationId: `unassign${One}`,
    needs: kind.write,
    tag,
    summary: `Take back what a space said about a ${word}`,
    success: { 204: "It says nothing any more." },
    answers: null,
    run: async ({ actor, param }) => {
      if (!id.safeParse(param("id")).success) return fail("not_found");
      const result = await unassignContent(kind, actor, { ids: [param("id")], spaceId: param("spaceId") });
      return result.ok ? done : result;
    },
  });
}
