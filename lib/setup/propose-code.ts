import { withoutMarks } from "../platform/validation/slug";

/**
 * A code for an organization from its name: its initials, or the start of its only word. “Acme Security Operations” is
 * `ASO`.
 */
export function proposeCode(name: string): string {
  const words =
    withoutMarks(name)
      .toUpperCase()
      .match(/[A-Z0-9]+/g) ?? [];
  const [only = ""] = words;
  const code = words.length > 1 ? words.map((word) => word.charAt(0)).join("") : only;
  return code.length >= 2 ? code.slice(0, words.length > 1 ? 10 : 4) : "ORG";
}
