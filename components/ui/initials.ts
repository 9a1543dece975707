function firstLetter(word: string | undefined): string {
  return [...(word ?? "")][0]?.toLocaleUpperCase("en") ?? "";
}

/** One or two letters that stand for a name: of its first and its last word. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u);
  const last = words.length > 1 ? words.at(-1) : undefined;
  return firstLetter(words[0]) + firstLetter(last) || "?";
}
