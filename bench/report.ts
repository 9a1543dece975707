import { median, ratioOf, type Measured } from "./rounds";

/** A line of the result. Ratios are to bare node:http on the same Node.js. */
export interface Row {
  readonly name: string;
  readonly requestsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly ratio: number;
  /** CPU time of the answering process, in microseconds; null where the system does not tell. */
  readonly cpuMicros: number | null;
  /** Statements that one request asks of the database. */
  readonly sqlPerRequest: number;
}

/** What a ratio should be at least. */
export interface Goal {
  readonly name: string;
  readonly of: string;
  readonly atLeast: number;
}

/** The rows, in the order of their measurement. */
export function rowsOf(measured: Measured, base: string, statements: ReadonlyMap<string, number>): Row[] {
  return [...measured].map(([name, rounds]) => ({
    name,
    requestsPerSecond: Math.round(median(rounds.map((round) => round.requestsPerSecond))),
    p50Ms: median(rounds.map((round) => round.p50Ms)),
    p99Ms: median(rounds.map((round) => round.p99Ms)),
    ratio: rounded(ratioOf(measured, name, base)),
    cpuMicros: finite(median(rounds.map((round) => round.cpuMicros))),
    sqlPerRequest: statements.get(name) ?? 0,
  }));
}

/** The rows for people. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(({ name, requestsPerSecond, p50Ms, p99Ms, ratio, cpuMicros, sqlPerRequest }) => [
    name,
    requestsPerSecond.toLocaleString("en"),
    `${p50Ms} ms`,
    `${p99Ms} ms`,
    ratio.toFixed(2),
    cpuMicros === null ? "?" : `${cpuMicros} µs`,
    String(sqlPerRequest),
  ]);
  const lines = [["", "requests/s", "p50", "p99", "ratio", "CPU", "SQL"], ...cells];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines
    .map((line) =>
      line
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join("  "),
    )
    .join("\n");
}

/** Whether each goal that was measured is met, for people. */
export function goalsOf(measured: Measured, goals: readonly Goal[]): string {
  return goals
    .filter(({ name, of }) => measured.has(name) && measured.has(of))
    .map(({ name, of, atLeast }) => {
      const ratio = ratioOf(measured, name, of);
      return `${ratio >= atLeast ? "met   " : "MISSED"}  ${name}: ${ratio.toFixed(2)} of “${of}” (at least ${atLeast})`;
    })
    .join("\n");
}

const finite = (value: number) => (Number.isFinite(value) ? Math.round(value) : null);
const rounded = (value: number) => Math.round(value * 1_000) / 1_000;
