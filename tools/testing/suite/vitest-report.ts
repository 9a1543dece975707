import { z } from "zod";
import type { Failure, StepResult } from "./result";

const reportSchema = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
});

type File = z.infer<typeof reportSchema>["testResults"][number];

/** Counts a report of Vitest's JSON reporter. A file that breaks outside its tests, or has none, is a failure. */
export function readVitestReport(report: unknown): StepResult {
  const { success, testResults } = reportSchema.parse(report);
  const tests = testResults.flatMap((file) => file.assertionResults);
  const passed = tests.filter((test) => test.status === "passed").length;
  const failures = testResults.flatMap(failuresOf);
  if (failures.length === 0 && (!success || passed === 0)) {
    failures.push({
      name: "vitest",
      message: passed === 0 ? "no test ran" : "failed outside the tests: see its output above",
    });
  }
  return { passed, failures };
}

function failuresOf(file: File): Failure[] {
  const failures = file.assertionResults
    .filter((test) => test.status !== "passed")
    .map((test) => ({
      name: `${file.name} › ${test.fullName}`,
      message: test.failureMessages?.join("\n") || `was not run (${test.status})`,
    }));
  if (failures.length === 0 && file.status !== "passed")
    return [{ name: file.name, message: file.message || file.status }];
  return failures;
}
