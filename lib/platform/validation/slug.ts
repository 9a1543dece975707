import { normalizeText } from "./normalize";

const MIN_LENGTH = 5;
const MAX_LENGTH = 50;

/** A slug derived from a name: “Zürich Ops” becomes `zurich-ops`. Null if too few characters remain. */
export function slugFrom(name: string): string | null {
  const plain = withoutMarks(name)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, MAX_LENGTH)
    .replace(/^-+|-+$/g, "");
  return plain.length >= MIN_LENGTH ? plain : null;
}

/** A text in Latin letters without their accents. */
export function withoutMarks(text: string): string {
  return normalizeText(text, "NFKD").replace(/\p{M}/gu, "").replaceAll("ß", "ss");
}
