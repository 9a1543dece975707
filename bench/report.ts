import type { BenchRound } from "./load";
import { median, ratioOf, type Measured } from "./rounds";

/** A row of the result. Ratios are relative to bare node:http on the same Node.js. */
export interface ReportRow {
  readonly name: string;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly ratio: number;
  /** CPU time of the answering process, in microseconds; null if the system does not report it. */
  readonly cpuMicros: number | null;
  /** The number of SQL statements per request. */
  readonly sqlPerRequest: number;
  /** Checks that queried the database, per measured request; null if the server does not count them. */
  readonly lookUpsPerRequest: number | null;
  /** How much of one core the answering process had; null if the system does not report it. */
  readonly coreShare: number | null;
  /** Whether the process got less than `MIN_CORE_SHARE`. Then the machine or the database limited the row. */
  readonly starved: boolean;
}

/** Below this share of a core, the server was not what limited a row. */
export const MIN_CORE_SHARE = 0.6;

/** A minimum for a ratio. */
export interface BenchGoal {
  readonly name: string;
  readonly of: string;
  readonly atLeast: number;
}

/** The rows, in the order of their measurement. */
export function rowsOf(measured: Measured, base: string, statements: ReadonlyMap<string, number>): ReportRow[] {
  return [...measured].map(([name, rounds]) => ({
    ...shareOf(rounds),
    name,
    requestsPerSecond: Math.round(median(rounds.map((round) => round.requestsPerSecond))),
    p50Ms: rounded(median(rounds.map((round) => round.p50Ms))),
    p99Ms: rounded(median(rounds.map((round) => round.p99Ms))),
    ratio: rounded(ratioOf(measured, name, base)),
    cpuMicros: finite(median(rounds.map((round) => round.cpuMicros))),
    sqlPerRequest: statements.get(name) ?? 0,
    lookUpsPerRequest: known(rounded(mean(rounds.map((round) => round.lookUps)))),
  }));
}

function shareOf(rounds: readonly BenchRound[]): Pick<ReportRow, "coreShare" | "starved"> {
  const coreShare = known(rounded(median(rounds.map((round) => round.coreShare))));
  return { coreShare, starved: coreShare !== null && coreShare < MIN_CORE_SHARE };
}

/** The rows as a text table. */
export function tableOf(rows: readonly ReportRow[]): string {
  const cells = rows.map((row) => [
    row.name,
    row.requestsPerSecond.toLocaleString("en"),
    `${row.p50Ms} ms`,
    `${row.p99Ms} ms`,
    row.ratio.toFixed(2),
    row.cpuMicros === null ? "?" : `${row.cpuMicros} µs`,
    row.coreShare === null ? "?" : `${row.coreShare.toFixed(2)}${row.starved ? "!" : " "}`,
    String(row.sqlPerRequest),
    row.lookUpsPerRequest?.toFixed(3) ?? "",
  ]);
  const lines = [["", "requests/s", "p50", "p99", "ratio", "CPU", "core ", "SQL", "look-ups"], ...cells];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines
    .map((line) =>
      line
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join("  "),
    )
    .concat(rows.some(({ starved }) => starved) ? STARVED : [])
    .join("\n");
}

const STARVED = `\n! The server had less than ${MIN_CORE_SHARE} of a core: something else limited this row.`;

/** A line for each measured goal: whether it is met. */
export function goalsOf(measured: Measured, goals: readonly BenchGoal[]): string {
  return goals
    .filter(({ name, of }) => measured.has(name) && measured.has(of))
    .map(({ name, of, atLeast }) => {
      const ratio = ratioOf(measured, name, of);
      return `${ratio >= atLeast ? "met   " : "MISSED"}  ${name}: ${ratio.toFixed(2)} of “${of}” (at least ${atLeast})`;
    })
    .join("\n");
}

const known = (value: number) => (Number.isFinite(value) ? value : null);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const finite = (value: number) => (Number.isFinite(value) ? Math.round(value) : null);
const rounded = (value: number) => Math.round(value * 1_000) / 1_000;
