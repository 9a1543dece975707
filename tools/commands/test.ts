// npm test: runs every check. The last line is "N passed, N failed".
import { PlainError } from "../plain-error";
import { crashed, type StepResult, summary } from "../testing/suite/result";
import { type Step, STEPS } from "../testing/suite/steps";

const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => stop.abort());

async function perform({ name, run }: Step): Promise<StepResult> {
  if (stop.signal.aborted) return crashed(name, "not run: interrupted");
  try {
    return await run(stop.signal);
  } catch (error) {
    return crashed(
      name,
      error instanceof PlainError
        ? error.message
        : error instanceof Error
          ? (error.stack ?? error.message)
          : String(error),
    );
  }
}

const steps: { name: string; result: StepResult; seconds: number }[] = [];

async function follow(lane: readonly Step[]): Promise<void> {
  for (const step of lane) {
    console.log(`\n── ${step.name}`);
    const begun = performance.now();
    const result = await perform(step);
    for (const { name, message } of result.failures) console.log(`\n✗ ${name}\n${message}`);
    steps.push({ name: step.name, result, seconds: (performance.now() - begun) / 1000 });
  }
}

for (const lanes of STEPS) await Promise.all(lanes.map(follow));

process.exitCode = steps.some(({ result }) => result.failures.length > 0) ? 1 : 0;
process.stdout.write(`\n${summary(steps)}\n`, () => process.exit());
