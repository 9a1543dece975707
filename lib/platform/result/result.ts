/**
 * Expected failures are returned, unexpected ones thrown. A reason is a stable machine-readable code: REST shows it as
 * `code`, GraphQL as `extensions.code`, and the console maps it to a sentence.
 */
export type Reason =
  | "invalid_request"
  | "invalid_input"
  | "unauthenticated"
  | "insufficient_scope"
  | "not_found"
  | "permission_not_grantable"
  | "exceeds_parent"
  | "expiration_required"
  | "expiration_too_late"
  | "name_taken"
  | "id_taken"
  | "identifier_taken"
  | "prefix_taken"
  | "email_taken"
  | "already_member"
  | "already_revoked"
  | "secret_already_shown"
  | "stale"
  | "uid_taken"
  | "invalid_bundle"
  | "malformed_report"
  | "invalid_report"
  | "payload_too_large"
  | "request_timeout"
  | "wrong_password"
  | "password_too_common"
  | "wrong_code"
  | "super_admin_required"
  | "last_super_admin"
  | "not_yourself"
  | "reset_on_server"
  | "rate_limited"
  | "foreign_origin"
  | "unavailable";

export interface Failure {
  readonly ok: false;
  readonly reason: Reason;
  /** The input field that caused the failure, if any. */
  readonly field?: string;
  /** More facts, such as what exceeds a limit. Never a secret. */
  readonly detail?: Readonly<Record<string, unknown>>;
  /** For `invalid_input`: a sentence for each invalid field. */
  readonly fields?: Readonly<Record<string, string>>;
}

export type Result<T extends object = object> = ({ readonly ok: true } & T) | Failure;

/** Creates a failure. `extra` may name a field or add details. */
export function fail(reason: Reason, extra: Omit<Failure, "ok" | "reason"> = {}): Failure {
  return { ok: false, reason, ...extra };
}

/** Fails with `stale` if the row is no longer the version that was seen. Null means no check: the last write wins. */
export function requireVersion(row: { readonly version: number }, seen: number | undefined): Result {
  return seen === undefined || row.version === seen
    ? { ok: true }
    : fail("stale", { detail: { version: row.version } });
}
