function firstLetter(word: string | undefined): string {
  return [...(word ?? "")][0]?.toLocaleUpperCase("en") ?? "";
}

/** One or two initials of a name, from its first and last word. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const last = words.length > 1 ? words.at(-1) : undefined;
  return firstLetter(words[0]) + firstLetter(last) || "?";
}
