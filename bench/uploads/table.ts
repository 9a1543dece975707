/** The result of one kind of upload over all rounds. */
export interface UploadRow {
  readonly name: string;
  /** The size of the request body. */
  readonly bytes: number;
  readonly medianMs: number;
  readonly worstMs: number;
  readonly cpuMs: number;
  /** The peak growth of the process during one upload. */
  readonly mebibytes: number;
  /** Whether the worst upload met the goal; null without a goal. */
  readonly goalMet: boolean | null;
}

const VERDICT = { true: "under 2 s and 200 MiB", false: "MISSED: 2 s and 200 MiB", null: "" };
const TITLES = ["sent, MB", "ms, median", "ms, worst", "CPU ms", "more MiB"];

/** The rows as a text table. */
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
