import { limitOf, limitProblem } from "@/components/forms/limit";
import { textOf } from "@/components/forms/form-state";
import type { FieldErrors } from "@/components/ui/form-errors";
import { MAX_REQUESTS, MAX_WINDOW_SECONDS, MAX_WINDOWS } from "@/lib/access/limits/bounds";
import type { TokenDto } from "@/lib/tokens/dto";

export type CountedLimits = Pick<TokenDto["limits"], "requestsPerMinute" | "windows" | "quota" | "maxUses">;
type Window = NonNullable<CountedLimits["windows"]>[number];

/** `burst 20/10`: a name, and how many requests in how many seconds. */
const WINDOW = /^(\S+)\s+(\d+)\s*\/\s*(\d+)$/;

const linesOf = (values: FormData): string[] =>
  textOf(values, "windows")
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean);

function toWindow(line: string) {
  const [, name = "", limit, windowSeconds] = WINDOW.exec(line) ?? [];
  return { name, limit: Number(limit), windowSeconds: Number(windowSeconds) };
}

/** Windows as the field shows them, one on each line. */
export const windowLines = ({ windows = [] }: CountedLimits): string =>
  windows.map(({ name, limit, windowSeconds }) => `${name} ${limit}/${windowSeconds}`).join("\n");

/** The values of CountedFields, after `countedErrors` found nothing. Empty for none. */
export function countedLimitsOf(values: FormData): Omit<CountedLimits, "windows"> & { windows?: Window[] } {
  const requestsPerMinute = limitOf(textOf(values, "requestsPerMinute"));
  const requests = limitOf(textOf(values, "quota"));
  const maxUses = limitOf(textOf(values, "maxUses"));
  const windows = linesOf(values).map(toWindow);
  const per = textOf(values, "quotaPer") === "day" ? "day" : "month";
  return {
    ...(requestsPerMinute === null ? {} : { requestsPerMinute }),
    ...(windows.length === 0 ? {} : { windows }),
    ...(requests === null ? {} : { quota: { requests, per } }),
    ...(maxUses === null ? {} : { maxUses }),
  };
}

const COUNTS = ["requestsPerMinute", "quota", "maxUses"] as const;

/** The errors of CountedFields that need no server. */
export function countedErrors(values: FormData): FieldErrors {
  const errors: FieldErrors = {};
  for (const field of COUNTS) {
    const problem = limitProblem(textOf(values, field), MAX_REQUESTS);
    if (problem) errors[field] = problem;
  }
  const lines = linesOf(values);
  const wrong = lines.find((line) => !WINDOW.test(line));
  const tooLong = lines.find((line) => toWindow(line).windowSeconds > MAX_WINDOW_SECONDS);
  if (wrong !== undefined) errors.windows = `“${wrong}” is no limit. Write one such as burst 20/10.`;
  else if (lines.length > MAX_WINDOWS) errors.windows = `Name at most ${MAX_WINDOWS} limits.`;
  else if (tooLong !== undefined)
    errors.windows = `“${tooLong}” is longer than a day, which has 86,400 seconds. Choose a quota.`;
  return errors;
}
