import { failureText } from "./failure-text";
import { fail, type Failure } from "./result";

/** Why the body of a request to a page was refused before anything read it. Nothing was changed. */
export type BodyRefusal = "payload_too_large" | "request_timeout" | "unavailable" | "unauthenticated";

/** When to send a body again that had no room in memory, in seconds. */
export const BODY_RETRY_SECONDS = 5;

const TOO_LARGE = "This is too large, and nothing was changed. Shorten it and try again.";

/** The refusal as a failure. */
export function bodyFailure(reason: BodyRefusal): Failure {
  return reason === "unavailable" ? fail(reason, { detail: { retryAfterSeconds: BODY_RETRY_SECONDS } }) : fail(reason);
}

/** What a person reads. */
export function bodyRefusalText(reason: BodyRefusal): string {
  return failureText(bodyFailure(reason), { payload_too_large: TOO_LARGE });
}

/**
 * What a script of our pages gets instead of the answer of its server action, as `text/plain`: Next makes an error of
 * it, and components/ui/lost-answer.ts finds the text for the person by its beginning.
 */
export const bodyRefusalLine = (reason: BodyRefusal): string => `Refused: ${bodyRefusalText(reason)}`;
