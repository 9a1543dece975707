/** What one kind of upload took, over all rounds. */
export interface UploadRow {
  readonly name: string;
  /** Of the request's body. */
  readonly bytes: number;
  readonly medianMs: number;
  readonly worstMs: number;
  readonly cpuMs: number;
  /** The most that the process grew by during one upload. */
  readonly mebibytes: number;
  /** Whether even the worst was within the goal; null where there is none. */
  readonly goalMet: boolean | null;
}

const VERDICT = { true: "under 2 s and 200 MiB", false: "MISSED: 2 s and 200 MiB", null: "" };
const TITLES = ["sent, MB", "ms, median", "ms, worst", "CPU ms", "more MiB"];

/** The rows for people. */
export function tableOf(rows: readonly UploadRow[]): string {
  const head = `${"".padEnd(32)}${TITLES.map((title) => title.padStart(12)).join("")}`;
  const lines = rows.map(({ name, bytes, medianMs, worstMs, cpuMs, mebibytes, goalMet }) => {
    const numbers = [
      (bytes / 1e6).toFixed(2),
      ...[medianMs, worstMs, cpuMs, mebibytes].map((value) => value.toFixed(0)),
    ];
    const cells = numbers.map((number) => number.padStart(12)).join("");
    return `${name.padEnd(32)}${cells}  ${VERDICT[`${goalMet}`]}`.trimEnd();
  });
  return [head, ...lines].join("\n");
}
