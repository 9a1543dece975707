import { fail, type Result } from "../platform/result/result";
import type { Secret } from "../platform/secret";
import { normalizeText } from "../platform/validation/normalize";
import { withoutMarks } from "../platform/validation/slug";
import { isCommon, lettersAndDigits, type WordList } from "./common";
import { passwordSchema } from "./schema";

/** Product names that attackers would try. */
const OURS = ["latchkey"];

let list: Promise<ReadonlySet<string>> | undefined;

/** About 50,000 leaked passwords, loaded when a password is first chosen. */
function leakedPasswords(): Promise<ReadonlySet<string>> {
  return (list ??= import("@zxcvbn-ts/language-common").then(
    ({ dictionary }) => new Set(dictionary["passwords-common"]),
  ));
}

/**
 * Whether a password may be chosen: checks its length, and that it is not a common one (NIST SP 800-63B section
 * 5.1.1.2; ASVS 5.0 6.2.4 and 6.2.11). `own` are the account's words: e-mail and name. Fails with `invalid_input` or
 * `password_too_common`, both at `field`.
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
  const leaked = await leakedPasswords();
  const known = wordsOf([...OURS, ...own]);
  const words: WordList = { has: (word) => leaked.has(word) || known.has(word) };
  const chosen = parsed.data.reveal();
  return isCommon(chosen, words) || isMadeOf(chosen, known) ? fail("password_too_common", { field }) : { ok: true };
}

/** The account's words in lower case: whole, in parts, and without their punctuation. At least 3 characters each. */
function wordsOf(own: readonly string[]): ReadonlySet<string> {
  const whole = own
    .flatMap((word) => [normalizeText(word, "NFKC"), withoutMarks(word)])
    .map((word) => word.toLowerCase());
  const parts = whole.flatMap((word) => [word, word.split("@")[0] ?? "", ...word.split(/[^\p{L}\p{N}]+/u)]);
  return new Set([...parts, ...parts.map(lettersAndDigits)].filter((word) => word.length >= 3));
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
