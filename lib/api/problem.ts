import { z } from "@hono/zod-openapi";
import { PROBLEMS, type ProblemCode, type ProblemKind } from "../platform/result/problems";
import type { HttpExchange } from "./context";
import { reply, type Headings } from "./reply";

/** An error or a warning about a bundle. */
export const findingSchema = z
  .object({
    severity: z.enum(["error", "warning"]),
    code: z.string().openapi({ example: "missing_uid" }),
    message: z.string(),
    line: z.int().openapi({ description: "From 1." }),
    column: z.int().openapi({ description: "From 1." }),
    path: z.string().optional().openapi({ example: "policies[0].groups[2].checks[1].uid" }),
  })
  .openapi("Finding");

/** The body of an error (RFC 9457). The type is `about:blank`; `code` identifies the problem. */
export const problemSchema = z
  .object({
    status: z.int().openapi({ example: 403 }),
    code: z.string().openapi({
      description: "Stable, for programs. The introduction lists all of them; there may be more one day.",
      example: "insufficient_scope",
    }),
    title: z.string().openapi({ description: "The same for every occurrence of the code." }),
    detail: z.string().optional().openapi({ description: "What was wrong this time, for people." }),
    errors: z
      .array(z.object({ field: z.string(), detail: z.string() }))
      .optional()
      .openapi({ description: "The fields that are wrong." }),
    findings: z
      .array(findingSchema)
      .optional()
      .openapi({ description: "What is wrong with a bundle, in the order of its lines." }),
    context: z
      .record(z.string(), z.unknown())
      .optional()
      .openapi({ description: "What was missing, beyond or in the way." }),
  })
  .openapi("Problem");
export type Problem = z.infer<typeof problemSchema>;

type Extra = Pick<Problem, "detail" | "errors" | "findings" | "context">;

/** Serialized bodies of problems without details, because refusals are frequent and identical. */
const PLAIN = new Map(Object.entries(PROBLEMS).map(([code, kind]) => [code, bodyOf(code, kind)]));

function bodyOf(code: string, { status, title }: ProblemKind, extra?: Extra): string {
  const body: Problem = { status, code, title, ...extra };
  return JSON.stringify(body);
}

/** Responds with a problem. */
export function problem(c: HttpExchange, code: ProblemCode, extra?: Extra, headers?: Headings): Response {
  const kind = PROBLEMS[code];
  const body = extra ? bodyOf(code, kind, extra) : (PLAIN.get(code) ?? "");
  return reply(c, kind.status, body, { "content-type": "application/problem+json", ...headers });
}
