/** A whole token anywhere in a text, such as a header or a command line. The prefix of any deployment or API counts. */
const TOKEN = /(?<![0-9A-Za-z])[0-9A-Za-z](?:_?[0-9A-Za-z]){1,23}_[0-9A-Za-z]{38}(?![0-9A-Za-z])/;
/** The random part of a token that was cut off. */
const RANDOM_PART = /[0-9A-Za-z]_([0-9A-Za-z]{16,})/g;
const CHARACTER_CLASSES = [/[0-9]/, /[A-Z]/, /[a-z]/];

/** What a search text is: an ordinary text, a whole token, or something that contains a large part of one. */
export type PastedText =
  { readonly kind: "text" } | { readonly kind: "part" } | { readonly kind: "token"; readonly token: string };

/**
 * Tells secrets from search texts. Secrets must never become part of a URL: URLs are kept by histories, proxies and
 * logs. Works in the browser, so it knows neither the deployment's prefix nor the checksum.
 */
export function readPasted(text: string): PastedText {
  const token = TOKEN.exec(text)?.[0];
  if (token !== undefined) return { kind: "token", token };
  const looksRandom = [...text.matchAll(RANDOM_PART)].some(([, part]) =>
    CHARACTER_CLASSES.every((characters) => characters.test(part ?? "")),
  );
  return looksRandom ? { kind: "part" } : { kind: "text" };
}
