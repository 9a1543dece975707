import type { Failure, Reason } from "./result";

/** The default sentence of each reason. */
const TEXTS: Record<Reason, string> = {
  invalid_request: "The request is invalid. Reload the page and try again.",
  invalid_input: "Some of the input is invalid.",
  unauthenticated: "You are signed out. Sign in again in another tab, then try again.",
  insufficient_scope: "Your role does not allow this.",
  not_found: "This no longer exists. Reload the page.",
  permission_not_grantable: "You cannot grant all permissions that this needs.",
  exceeds_parent: "A child token cannot have more permissions, or a later expiration, than its parent.",
  expiration_required: "This organization’s policy requires an expiration.",
  expiration_too_late: "This organization’s policy requires an earlier expiration.",
  name_taken: "This name is taken. Choose another one.",
  id_taken: "This id is taken. Choose another one.",
  identifier_taken: "An API with this identifier exists already.",
  prefix_taken: "Another API has this token prefix. Choose another one.",
  email_taken: "This e-mail address is already used.",
  already_member: "This person is already a member.",
  already_revoked: "This was already revoked.",
  secret_already_shown: "This was done already, and its answer was lost. Reload the page to see it.",
  stale: "Someone else changed this. Reload the page and try again.",
  uid_taken: "This uid already exists. Overwrite it, or choose another uid.",
  invalid_bundle: "This bundle is invalid. Each error is shown next to its line.",
  malformed_report: "This report is incomplete or not JSON.",
  invalid_report: "This is not a scan report.",
  payload_too_large: "This is too large.",
  request_timeout: "This took too long to arrive, and nothing was changed. Check your connection and try again.",
  wrong_password: "This is not the password.",
  password_too_common: "This password is easy to guess. Choose another one.",
  wrong_code: "This is not the code.",
  super_admin_required: "Only a Super Admin can do this.",
  last_super_admin: "An organization needs a Super Admin. Appoint another one first.",
  reset_on_server:
    "This password can only be reset on the server. Ask the person who runs Latchkey to run npm run " +
    "user:reset-password.",
  not_yourself: "You cannot do this to yourself.",
  rate_limited: "There were too many attempts. Try again later.",
  foreign_origin: "This request did not come from a page of Latchkey. Reload the page and try again.",
  unavailable: "That did not work, and nothing was changed. Try again in a moment.",
};

/** An error that was not expected may have come after the change was stored. */
const UNKNOWN =
  "Something went wrong, so this may or may not have been done. Reload the page and check before you try again.";

/** Sentences of one page that replace the default ones. */
export type FailureTexts = Partial<Record<Reason, string | ((failure: Failure) => string)>>;

/** The message that a user sees for a failure. It reveals nothing beyond the failure itself. */
export function failureText(failure: Failure, texts: FailureTexts = {}): string {
  const own = texts[failure.reason];
  const text = (typeof own === "function" ? own(failure) : own) ?? waiting(failure) ?? TEXTS[failure.reason];
  const reference = failure.detail?.reference;
  return typeof reference === "string" ? `${UNKNOWN} The server’s log has details under ${reference}.` : text;
}

function waiting({ reason, detail }: Failure): string | undefined {
  const seconds = detail?.retryAfterSeconds;
  if (typeof seconds !== "number") return undefined;
  if (reason === "unavailable")
    return `Latchkey is busy, and nothing was changed. Try again in ${Math.max(2, Math.ceil(seconds))} seconds.`;
  if (reason !== "rate_limited") return undefined;
  const minutes = Math.ceil(seconds / 60);
  return `There were too many attempts. Try again in ${minutes === 1 ? "1 minute" : `${minutes} minutes`}.`;
}
