const full = (piece: string, bytes: number): string => piece.repeat(Math.floor(bytes / piece.length));
const pieces = ["-\n", "*a ", "[a]: ", "---\n", "\t", '"', "a\n"];

/** Texts that are hard to parse and are refused, by their size in bytes. */
export const HOSTILE_TEXTS: readonly [name: string, textOf: (bytes: number) => string][] = [
  ...pieces.map((piece): [string, (bytes: number) => string] => [JSON.stringify(piece), (bytes) => full(piece, bytes)]),
  ["flow list", (bytes) => `[${full("1,", bytes)}]`],
  ["folded text", (bytes) => `a: "${full("x\n\n", bytes)}`],
  ["literal text", (bytes) => `a: |\n${full(" a\n", bytes)}`],
  ["keys", (bytes) => Array.from({ length: bytes / 12 }, (_, index) => `k${index}: 1\n`).join("")],
];
