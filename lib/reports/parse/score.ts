import { MAX_STATUS } from "./limits";
import type { ObjectPlace, ReportPlace } from "./places";
import { Refusal } from "./refusal";

/** One score as it stands in either form; what is absent is null. */
export interface RawScore {
  value: number | null;
  type: number | null;
  status: string | null;
}

/** The numbers by which the full form says what kind of score it is. */
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
 * A score object: `value` or `score`, `type`, `status`; everything else is passed over.
 * May be used for one score after another: a report can have a quarter of a million.
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

/** 0 to 100; the parser gives Infinity for numbers beyond a double's reach. */
function inRange(value: number): number {
  if (value >= 0 && value <= 100) return value + 0;
  throw new Refusal("wrong_shape", "A score is a number from 0 to 100.");
}

function statusWord(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text) && text.length <= MAX_STATUS) return text;
  throw new Refusal("wrong_shape", `A status is a word of at most ${MAX_STATUS} printable ASCII characters.`);
}

/**
 * The score of a full form's score object. Some writers leave zeros out: a result without a value is 0.
 * A score that is no result (an error, say) has no value, whatever number stands beside it.
 */
export function fullScore({ value, type, status }: RawScore): { score: number | null; status: string } {
  const isResult = type === RESULT || (type === null && value !== null);
  const score = isResult ? (value ?? 0) : null;
  return { score, status: status || (score === null ? typeWord(type) : passOrFail(score)) };
}

/** The score of a compact form's score object, as it stands there. */
export function compactScore({ value, status }: RawScore): { score: number | null; status: string } {
  return { score: value, status: status || (value === null ? "unknown" : passOrFail(value)) };
}

const passOrFail = (score: number): string => (score === 100 ? "pass" : "fail");

const typeWord = (type: number | null): string => TYPES.get(type ?? 0) ?? "unknown";
