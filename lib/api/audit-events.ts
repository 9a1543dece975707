import { z } from "@hono/zod-openapi";
import { listAuditEvents } from "../audit/queries";
import { auditFilter } from "../audit/schema";
import type { ApiApp } from "./context";
import { addOperation, ok } from "./operation";
import { direction, listOf, pageQuery, search, toList } from "./operation/lists";

const eventSchema = z
  .object({
    sequence: z.int().openapi({ description: "Its place in the organization's log, from 1 on, without gaps." }),
    at: z.iso.datetime(),
    actor: z.object({ kind: z.enum(["user", "token", "system"]), id: z.string().nullable(), name: z.string() }),
    action: z.string().openapi({ example: "token.created" }),
    resource: z.object({ kind: z.string(), id: z.string() }),
    spaceId: z.string().nullable(),
    message: z.string(),
    change: z
      .record(z.string(), z.unknown())
      .openapi({ description: "What changed, as `{field: {from, to}}`, or facts." }),
    address: z.string().nullable(),
  })
  .openapi("AuditEvent");

const { after, before, ...filter } = auditFilter;
const instant = { type: "string", format: "date-time" } as const;

const listQuery = z.strictObject({
  ...filter,
  search,
  since: after.openapi({ ...instant, description: "After this instant." }),
  until: before.openapi({ ...instant, description: "Before this instant." }),
  direction: direction.default("desc"),
  ...pageQuery,
});

/** `/api/v1/audit-events`. */
export function addAuditEvents(app: ApiApp): void {
  addOperation(app, {
    method: "get",
    path: "/api/v1/audit-events",
    operationId: "listAuditEvents",
    needs: "audit.read",
    tag: "Audit log",
    summary: "Who did what, when and from where",
    description: "The newest first. A token for one space sees that space's events.",
    query: listQuery,
    success: { 200: "A page of events." },
    answers: listOf(eventSchema, "AuditEvents"),
    run: async ({ actor, query: { cursor, limit, direction: way, since, until, ...rest } }) => {
      const result = await listAuditEvents(actor, {
        filter: { ...rest, after: since, before: until },
        direction: way,
        withTotal: false,
        after: cursor,
        limit,
      });
      return result.ok ? ok(toList(result.page, (event) => event)) : result;
    },
  });
}
