import type { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { fail, type Result } from "../platform/result/result";
import type { Secret } from "../platform/secret";
import { normalizeText } from "../platform/validation/normalize";
import { withoutMarks } from "../platform/validation/slug";
import { passwordSchema } from "./schema";

/** Product names that attackers would try. */
const OURS = ["latchkey"];

/**
 * The lowest zxcvbn score that passes: a million guesses or more. Leaked passwords with the usual variations, sequences
 * and repetitions need fewer; two words that are not among the leaked passwords need more.
 */
const MIN_SCORE = 2;

let estimator: Promise<ZxcvbnFactory> | undefined;

/** zxcvbn with about 50,000 leaked passwords, loaded when a password is first chosen. */
function loadEstimator(): Promise<ZxcvbnFactory> {
  return (estimator ??= Promise.all([import("@zxcvbn-ts/core"), import("@zxcvbn-ts/language-common")]).then(
    ([{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }]) =>
      new ZxcvbnFactory({
        // Without the words of Diceware: a passphrase is made of words.
        dictionary: { "passwords-common": dictionary["passwords-common"] },
        graphs: adjacencyGraphs,
      }),
  ));
}

/**
 * Whether a password may be chosen: checks its length, and that it is not a common one (NIST SP 800-63B section
 * 5.1.1.2; ASVS 5.0 6.2.4 and 6.2.11). There are no rules of composition. `own` are the account's words: e-mail and
 * name. Fails with `invalid_input` or `password_too_common`, both at `field`.
 */
export async function requireGoodPassword(
  password: Secret,
  own: readonly string[],
  field = "password",
): Promise<Result> {
  const parsed = passwordSchema.safeParse(password.reveal());
  if (!parsed.success)
    return fail("invalid_input", {
      field,
      fields: { [field]: parsed.error.issues[0]?.message ?? "Choose another password." },
    });
  const known = wordsOf([...OURS, ...own]);
  const chosen = parsed.data.reveal();
  return isCommon(chosen, known, await loadEstimator()) || isMadeOf(chosen, known)
    ? fail("password_too_common", { field })
    : { ok: true };
}

/** Whether zxcvbn guesses the password too soon, as it is or without its spaces and punctuation ("p-a-s-s-w-o-r-d"). */
function isCommon(password: string, known: ReadonlySet<string>, zxcvbn: ZxcvbnFactory): boolean {
  const texts = new Set([password, lettersAndDigits(password)]);
  texts.delete("");
  return [...texts].some((text) => zxcvbn.check(text, [...known]).score < MIN_SCORE);
}

/** The account's words in lower case: whole, in parts, and without their punctuation. At least 3 characters each. */
function wordsOf(own: readonly string[]): ReadonlySet<string> {
  const whole = own
    .flatMap((word) => [normalizeText(word, "NFKC"), withoutMarks(word)])
    .map((word) => word.toLowerCase());
  const parts = whole.flatMap((word) => [word, word.split("@")[0] ?? "", ...word.split(/[^\p{L}\p{N}]+/u)]);
  return new Set([...parts, ...parts.map(lettersAndDigits)].filter((word) => word.length >= 3));
}

function lettersAndDigits(text: string): string {
  return text.replace(/[^\p{L}\p{N}]/gu, "");
}

/** Whether a password consists of these words alone, with any digits and punctuation: "Ada Lovelace Acme 2026". */
function isMadeOf(password: string, words: ReadonlySet<string>): boolean {
  const letters = lettersAndDigits(password.toLowerCase()).replace(/\p{N}/gu, "");
  // reachable[i]: the first i characters consist of words.
  const reachable = [true];
  for (let end = 1; end <= letters.length; end += 1)
    reachable[end] = [...words].some((word) => reachable[end - word.length] === true && letters.endsWith(word, end));
  return letters !== "" && reachable[letters.length] === true;
}
