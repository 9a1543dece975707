import { unstable_isUnrecognizedActionError } from "next/navigation";

/** The answer was lost: the server may have done it. */
const NO_ANSWER = "The server did not answer, so this may or may not have been done. Check before you try again.";

/** The page is of another version than the server. Nothing was done. */
export const UPDATED = "Latchkey was updated after this page was opened. Reload the page, then repeat this.";

/** The session ended. Nothing was done. */
export const SIGNED_OUT = "You are signed out. Sign in again in another tab, then try again. Your input stays here.";

/** What to tell a person whose server action threw; `noAnswer` says where to look. */
export function lostAnswer(error: unknown, noAnswer = NO_ANSWER): string {
  return unstable_isUnrecognizedActionError(error) ? UPDATED : noAnswer;
}
