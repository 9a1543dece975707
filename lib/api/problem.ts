import { z } from "@hono/zod-openapi";
import type { TypedResponse } from "hono";
import type { JSONParsed } from "hono/utils/types";
import type { Reason } from "../result";
import type { Exchange } from "./context";
import { reply, type Headings } from "./reply";

export type ErrorStatus = 400 | 401 | 403 | 404 | 405 | 408 | 409 | 412 | 413 | 415 | 422 | 429 | 500 | 503;

interface Kind {
  readonly status: ErrorStatus;
  /** One sentence that is the same for every occurrence of the code. */
  readonly title: string;
}

/** Every code of the API: the reasons of lib, and what only HTTP knows. Codes are stable; clients rely on them. */
export const PROBLEMS = {
  invalid_request: { status: 400, title: "The request could not be understood." },
  invalid_input: { status: 422, title: "Some of the input is not valid." },
  unauthenticated: { status: 401, title: "Present an API token." },
  invalid_token: { status: 401, title: "The token is not valid." },
  insufficient_scope: { status: 403, title: "The token's permissions do not allow this." },
  foreign_origin: { status: 403, title: "Calls from other sites are not accepted." },
  not_found: { status: 404, title: "Not found." },
  method_not_allowed: { status: 405, title: "This method is not supported here." },
  request_timeout: { status: 408, title: "The request took too long to arrive." },
  permission_not_grantable: { status: 403, title: "You cannot grant these permissions." },
  beyond_maker: { status: 422, title: "A token made by a token cannot outlive it, nor hold more than it may grant." },
  expiration_required: { status: 422, title: "The organization's policy asks for an expiration." },
  expiration_too_late: { status: 422, title: "The organization's policy asks for an earlier expiration." },
  name_taken: { status: 409, title: "This name is taken." },
  id_taken: { status: 409, title: "This id is taken." },
  already_member: { status: 409, title: "This person is a member already." },
  email_taken: { status: 409, title: "This e-mail address is taken." },
  already_revoked: { status: 409, title: "The token was revoked." },
  stale: { status: 412, title: "Somebody else changed this in the meantime." },
  uid_taken: { status: 409, title: "Something with this uid is here already; ask to overwrite it." },
  invalid_bundle: { status: 422, title: "The bundle is not valid." },
  malformed_report: { status: 400, title: "The report is broken or incomplete." },
  invalid_report: { status: 422, title: "The report is not a scan report." },
  idempotency_key_reused: { status: 409, title: "This idempotency key was used with another request body." },
  request_in_progress: { status: 409, title: "The first request with this idempotency key is still running." },
  secret_already_shown: { status: 409, title: "The secret was shown once and cannot be shown again." },
  wrong_password: { status: 403, title: "The password is not right." },
  password_too_common: { status: 422, title: "The password is too common." },
  wrong_code: { status: 403, title: "The code is not right." },
  super_admin_required: { status: 403, title: "Only a Super Admin may do this." },
  last_super_admin: { status: 409, title: "The last Super Admin stays." },
  not_yourself: { status: 409, title: "You cannot do this to yourself." },
  payload_too_large: { status: 413, title: "The request's body is too large." },
  unsupported_media_type: { status: 415, title: "This media type is not supported here." },
  rate_limited: { status: 429, title: "Too many requests." },
  internal_error: { status: 500, title: "Something went wrong on our side." },
  unavailable: { status: 503, title: "Temporarily unavailable. Try again soon." },
} as const satisfies Record<Reason, Kind> & Record<string, Kind>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Something to tell the author of a bundle. */
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

/** The body of an error (RFC 9457). The type is `about:blank`; `code` tells one from another. */
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
/** Typed so that it fits every route: one member for each status. */
export type ProblemResponse = Response &
  { [S in ErrorStatus]: TypedResponse<JSONParsed<Problem>, S, "json"> }[ErrorStatus];

type Extra = Pick<Problem, "detail" | "errors" | "findings" | "context">;

/** The bodies of problems that have nothing to add: refusals are many, and always the same. */
const PLAIN = new Map(Object.entries(PROBLEMS).map(([code, kind]) => [code, bodyOf(code, kind)]));

function bodyOf(code: string, { status, title }: Kind, extra?: Extra): string {
  const body: Problem = { status, code, title, ...extra };
  return JSON.stringify(body);
}

/** Answers with a problem. */
export function problem(c: Exchange, code: ProblemCode, extra?: Extra, headers?: Headings): ProblemResponse {
  const kind = PROBLEMS[code];
  const body = extra ? bodyOf(code, kind, extra) : (PLAIN.get(code) ?? "");
  return reply(c, kind.status, body, { "content-type": "application/problem+json", ...headers }) as ProblemResponse;
}
