import type { Reason } from "./result";

/** The HTTP statuses that a problem can have. */
export type ErrorStatus = 400 | 401 | 403 | 404 | 405 | 408 | 409 | 412 | 413 | 415 | 422 | 429 | 500 | 503;

/** A kind of problem. */
export interface ProblemKind {
  readonly status: ErrorStatus;
  /** One sentence that is the same for every occurrence of the code. */
  readonly title: string;
}

/**
 * Every error code of the API: the reasons of lib, and those specific to HTTP. Codes are stable; clients rely on them.
 */
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
  exceeds_parent: {
    status: 422,
    title:
      "A child token cannot expire later than its parent, hold a permission that the parent cannot grant, or escape " +
      "its limits.",
  },
  expiration_required: { status: 422, title: "The organization's policy requires an expiration." },
  expiration_too_late: { status: 422, title: "The organization's policy requires an earlier expiration." },
  name_taken: { status: 409, title: "This name is taken." },
  id_taken: { status: 409, title: "This id is taken." },
  identifier_taken: { status: 409, title: "An API with this identifier exists." },
  prefix_taken: { status: 409, title: "Another API has this token prefix." },
  already_member: { status: 409, title: "This person is already a member." },
  email_taken: { status: 409, title: "This e-mail address is taken." },
  already_revoked: { status: 409, title: "The token was revoked." },
  stale: { status: 412, title: "Someone else changed this." },
  uid_taken: { status: 409, title: "This uid already exists. Set overwrite to replace it." },
  invalid_bundle: { status: 422, title: "The bundle is not valid." },
  malformed_report: { status: 400, title: "The report is broken or incomplete." },
  invalid_report: { status: 422, title: "The report is not a scan report." },
  idempotency_key_reused: { status: 409, title: "This idempotency key was used with another request body." },
  request_in_progress: { status: 409, title: "The first request with this idempotency key is still running." },
  answer_lost: { status: 409, title: "The first request with this idempotency key succeeded; its answer was lost." },
  secret_already_shown: { status: 409, title: "The secret was shown once and cannot be shown again." },
  wrong_password: { status: 403, title: "The password is wrong." },
  password_too_common: { status: 422, title: "The password is too common." },
  wrong_code: { status: 403, title: "The code is wrong." },
  super_admin_required: { status: 403, title: "Only a Super Admin may do this." },
  last_super_admin: { status: 409, title: "The organization needs at least one Super Admin." },
  reset_on_server: { status: 403, title: "This password can only be reset on the server." },
  not_yourself: { status: 409, title: "You cannot do this to yourself." },
  payload_too_large: { status: 413, title: "The request's body is too large." },
  unsupported_media_type: { status: 415, title: "This media type is not supported here." },
  rate_limited: { status: 429, title: "Too many requests." },
  internal_error: { status: 500, title: "Something went wrong on our side." },
  unavailable: { status: 503, title: "Temporarily unavailable. Try again soon." },
} as const satisfies Record<Reason, ProblemKind> & Record<string, ProblemKind>;

/** A stable code of a problem. */
export type ProblemCode = keyof typeof PROBLEMS;
