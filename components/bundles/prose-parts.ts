/** A part of a Markdown text: prose, or the code between two fences. */
export interface ProsePart {
  kind: "prose" | "code";
  text: string;
}

/** Splits a Markdown text at the fences of its code blocks. A block without an end goes on to the end of the text. */
export function proseParts(markdown: string): ProsePart[] {
  const parts: ProsePart[] = [{ kind: "prose", text: "" }];
  for (const line of markdown.split("\n")) {
    const last = parts.at(-1);
    if (line.trimStart().startsWith("```")) parts.push({ kind: last?.kind === "code" ? "prose" : "code", text: "" });
    else if (last) last.text += `${line}\n`;
  }
  return parts.map(({ kind, text }) => ({ kind, text: text.trim() })).filter(({ text }) => text !== "");
}
