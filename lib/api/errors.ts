import { problemSchema } from "./problem";
import { PROBLEMS, type ErrorStatus, type ProblemCode } from "../platform/result/problems";

/** Codes that only the console uses. */
const CONSOLE: ReadonlySet<string> = new Set<ProblemCode>([
  "email_taken",
  "already_member",
  "wrong_password",
  "password_too_common",
  "wrong_code",
  "super_admin_required",
  "last_super_admin",
  "not_yourself",
  "reset_on_server",
]);

/** The codes of a status, for the API reference. */
function codesOf(status: ErrorStatus): string {
  const codes = Object.entries(PROBLEMS).filter(([code, kind]) => kind.status === status && !CONSOLE.has(code));
  return codes.map(([code]) => `\`${code}\``).join(", ");
}

/** All codes of the token API with status and sentence, in Markdown. */
export function listOfCodes(): string {
  const codes = Object.entries(PROBLEMS).filter(([code]) => !CONSOLE.has(code));
  return [
    "| code | status | |",
    "|---|---|---|",
    ...codes.map(([code, { status, title }]) => `| \`${code}\` | ${status} | ${title} |`),
  ].join("\n");
}

const header = (description: string) => ({ schema: { type: "string" as const }, description });
const CHALLENGE = { "WWW-Authenticate": header("The challenge of RFC 6750 section 3.") };
const WAIT = { "Retry-After": header("How many seconds to wait.") };

const content = { "application/problem+json": { schema: problemSchema } };
const refusal = (status: ErrorStatus, description: string) => ({
  description: `${description} (${codesOf(status)})`,
  content,
});

/** The error responses of every authenticated operation. */
export const ERRORS = {
  400: refusal(400, "The request could not be understood."),
  401: { ...refusal(401, "No token, or one that is not valid."), headers: CHALLENGE },
  403: { ...refusal(403, "The token's permissions do not allow this."), headers: CHALLENGE },
  404: refusal(404, "Not there, or out of the token's reach."),
  429: { ...refusal(429, "Too many requests; Retry-After says when to try again."), headers: WAIT },
  503: { ...refusal(503, "Could not be done just now."), headers: WAIT },
  "4XX": { description: "The request was refused.", content },
  "5XX": { description: "Something went wrong on our side.", content },
} as const;

/** The conflicts of operations that change state. */
export const CONFLICTS = { 409: refusal(409, "Something is in the way.") } as const;
/** The errors of request bodies. */
export const BODY_ERRORS = {
  408: refusal(408, "The body arrived too slowly."),
  413: refusal(413, "The body is too large."),
  415: refusal(415, "The body is of another type."),
  422: refusal(422, "The body was understood, and is not valid."),
} as const;
/** The error for an outdated version. */
export const STALE = { 412: refusal(412, "It is no longer the version that If-Match names.") } as const;
