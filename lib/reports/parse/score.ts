import { MAX_STATUS } from "./limits";
import type { ObjectPlace, ReportPlace } from "./places";
import { Refusal } from "./refusal";

/** A score as written in either form; absent values are null. */
export interface RawScore {
  value: number | null;
  type: number | null;
  status: string | null;
}

/** The full form's numbers for types of scores. */
const RESULT = 2;
const TYPES = new Map([
  [4, "error"],
  [8, "skip"],
  [16, "unscored"],
  [32, "out_of_scope"],
  [64, "disabled"],
  [128, "snoozed"],
]);
const ANYTHING: ReportPlace = { kind: "anything" };

/**
 * A score object: `value` or `score`, `type`, `status`; everything else is skipped. It is reused for every score,
 * because a report can have a quarter of a million.
 */
export function scorePlace(take: (score: RawScore) => void): ObjectPlace {
  let raw: RawScore = { value: null, type: null, status: null };
  const done = (): void => {
    take(raw);
    raw = { value: null, type: null, status: null };
  };
  const value: ReportPlace = { kind: "number", put: (found) => void (raw.value = inRange(found)) };
  const members = new Map<string, ReportPlace>([
    ["value", value],
    ["score", value],
    ["type", { kind: "number", put: (found) => void (raw.type = found) }],
    ["status", { kind: "text", put: (found) => void (raw.status = statusWord(found)) }],
  ]);
  return { kind: "object", member: (name) => members.get(name) ?? ANYTHING, done };
}

/** 0 to 100; numbers that are too large for a double are Infinity. */
function inRange(value: number): number {
  if (value >= 0 && value <= 100) return value + 0;
  throw new Refusal("wrong_shape", "A score is a number from 0 to 100.");
}

function statusWord(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text) && text.length <= MAX_STATUS) return text;
  throw new Refusal("wrong_shape", `A status is a word of at most ${MAX_STATUS} printable ASCII characters.`);
}

/**
 * The score of a full form's score object. Some writers leave zeros out: a result without a value is 0. A score that is
 * not a result (for instance an error) has no value, even if a number is given.
 */
export function fullScore({ value, type, status }: RawScore): { score: number | null; status: string } {
  const isResult = type === RESULT || (type === null && value !== null);
  const score = isResult ? (value ?? 0) : null;
  return { score, status: status || (score === null ? typeWord(type) : passOrFail(score)) };
}

/** The score of a compact form's score object, as given. */
export function compactScore({ value, status }: RawScore): { score: number | null; status: string } {
  return { score: value, status: status || (value === null ? "unknown" : passOrFail(value)) };
}

const passOrFail = (score: number): string => (score === 100 ? "pass" : "fail");

const typeWord = (type: number | null): string => TYPES.get(type ?? 0) ?? "unknown";
