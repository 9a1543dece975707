import { normalizeText } from "./normalize";

const MIN_LENGTH = 5;
const MAX_LENGTH = 50;

/** A slug made from a name, or null when too little of the name is left: “Zürich Ops” becomes `zurich-ops`. */
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
