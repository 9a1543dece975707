import { unstable_isUnrecognizedActionError, unstable_rethrow } from "next/navigation";

/** The answer was lost: the server may have done it. */
const NO_ANSWER = "The server did not answer, so this may or may not have been done. Check before you try again.";

/** The same, of signing in: reloading the page shows whether it was done. */
export const MAYBE_SIGNED_IN =
  "The server did not answer, so you may be signed in already. Try again, or reload the page to see.";

/** The same, of the forms after which one signs in. */
export const MAYBE_SET_UP =
  "The server did not answer, so Latchkey may be set up already. Try to sign in. " +
  "If that leads back here, set it up again.";
export const MAYBE_JOINED =
  "The server did not answer, so you may have joined already. Sign in with this e-mail and password. " +
  "If that does not work, try again here.";
export const MAYBE_RESET =
  "The server did not answer, so your password may have been changed. Sign in with the new password. " +
  "If that does not work, try again here.";

export const MAYBE_DELETED =
  "The server did not answer, so the API token may be deleted already. Paste it again to see.";

/** A token was looked up, which changes nothing. */
export const NOT_LOOKED_UP = "The server did not answer. Paste the token again.";

/** A link was looked up, which changes nothing. */
export const LINK_NOT_READ = "The server did not answer. Try again.";

/** How the server begins when it refused a form before it read it. The rest is for the person. */
const REFUSED = "Refused: ";

/** The page is of another version than the server. Nothing was done. */
export const UPDATED = "Latchkey was updated after this page was opened. Reload the page, then repeat this.";

/**
 * What to tell a person whose server action threw; `noAnswer` says where to look. Logs the error. Throws what Next
 * throws for itself, such as a redirect.
 */
export function lostAnswer(error: unknown, noAnswer = NO_ANSWER): string {
  unstable_rethrow(error);
  console.error(error);
  if (error instanceof Error && error.message.startsWith(REFUSED)) return error.message.slice(REFUSED.length);
  return unstable_isUnrecognizedActionError(error) ? UPDATED : noAnswer;
}
