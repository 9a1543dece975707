/** A test that did not pass. */
export interface Failure {
  name: string;
  message: string;
}

/** The result of a step of the test command. */
export interface StepResult {
  passed: number;
  /** Contains every failure: skipped tests and crashes are failures too. */
  failures: Failure[];
  /** A note for the lines below the table. */
  note?: string;
}

const LAST_LINES = 40;

/** The result of a step that is one test: a command that succeeds or fails. */
export function commandResult(
  name: string,
  { status, timedOut, output }: { status: number | null; timedOut: boolean; output: string },
): StepResult {
  if (status === 0) return { passed: 1, failures: [] };
  return crashed(name, `${timedOut ? "took too long" : `ended with status ${status}`}\n${output}`);
}

/** The result of a step that failed before it could count tests. */
export function crashed(name: string, message: string): StepResult {
  return { passed: 0, failures: [{ name, message: message.trimEnd().split("\n").slice(-LAST_LINES).join("\n") }] };
}

const MESSAGE_LINES = 12;

/** The failures again, for readers who only see the end, then the table, and last the line for scripts. */
export function summary(steps: readonly { name: string; result: StepResult; seconds: number }[]): string {
  const count = (n: number) => String(n).padStart(7);
  const rows = steps.map(
    ({ name, result, seconds }) =>
      `${name.padEnd(12)}${count(result.passed)}${count(result.failures.length)}${seconds.toFixed(0).padStart(8)} s`,
  );
  const passed = steps.reduce((sum, { result }) => sum + result.passed, 0);
  const failed = steps.reduce((sum, { result }) => sum + result.failures.length, 0);
  const notes = steps.flatMap(({ result }) => result.note ?? []);
  const failures = steps.flatMap(({ name, result }) => result.failures.map((failure) => failureText(name, failure)));
  const head = `${"step".padEnd(12)} passed failed    time`;
  const table = [head, ...rows, ...notes.flatMap((note) => ["", note])];
  return [...failures, ...table, "", `${passed} passed, ${failed} failed`].join("\n");
}

function failureText(step: string, { name, message }: Failure): string {
  const lines = message.split("\n").slice(0, MESSAGE_LINES);
  return [`✗ ${step}: ${name}`, ...lines.map((line) => `    ${line}`), ""].join("\n");
}
