import type { ProblemCode } from "../platform/result/problems";
import { PROBLEMS } from "../platform/result/problems";

/** An invalid field with a message. */
export interface FieldError {
  readonly field: string;
  readonly detail: string;
}

type Detail = Readonly<Record<string, unknown>>;

/** How many faults a message names. All are in `extensions`. */
const MAX_FAULTS = 3;

/**
 * The message of an error: its code's sentence and the faults of this request. Many clients show only the message and
 * ignore `extensions`.
 */
export function sentenceOf(code: ProblemCode, detail: Detail = {}, errors: readonly FieldError[] = []): string {
  if (typeof detail.message === "string") return detail.message;
  const faults = errors.length > 0 ? errors.map(ofField) : faultsOf(detail);
  const { title } = PROBLEMS[code];
  if (faults.length === 0) return title;
  const more = faults.length > MAX_FAULTS ? ` (and ${faults.length - MAX_FAULTS} more)` : "";
  return `${title} ${faults.slice(0, MAX_FAULTS).join(" ")}${more}`;
}

const ofField = ({ field, detail }: FieldError): string => (field === "" ? detail : `${field}: ${detail}`);

function faultsOf({ findings, permissions, beyond, uids }: Detail): string[] {
  if (Array.isArray(findings))
    return findings.filter(isError).map(({ line, column, message }) => `Line ${line}, column ${column}: ${message}`);
  if (isTexts(permissions)) return [`It takes ${permissions.join(" or ")}.`];
  if (isTexts(beyond)) return [`Beyond what you may grant: ${beyond.join(", ")}.`];
  return isTexts(uids) ? uids.map((uid) => `“${uid}”`) : [];
}

interface Placed {
  readonly severity: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

const isError = (finding: Placed): boolean => finding.severity === "error";
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "string");
