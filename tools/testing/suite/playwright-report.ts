import { z } from "zod";
import type { StepResult } from "./result";

const errorSchema = z.object({ message: z.string().optional(), stack: z.string().optional() });

const specSchema = z.object({
  title: z.string(),
  file: z.string(),
  tests: z.array(
    z.object({ status: z.string(), results: z.array(z.object({ errors: z.array(errorSchema).optional() })) }),
  ),
});

const suiteSchema = z.object({
  title: z.string(),
  specs: z.array(specSchema),
  get suites() {
    return z.array(suiteSchema).optional();
  },
});

const reportSchema = z.object({ suites: z.array(suiteSchema), errors: z.array(errorSchema) });

type Suite = z.infer<typeof suiteSchema>;

/** Counts a report of Playwright's JSON reporter. Skipped and flaky tests are failures, as is a run without tests. */
export function readPlaywrightReport(report: unknown): StepResult {
  const { suites, errors } = reportSchema.parse(report);
  const tests = suites.flatMap((suite) => testsIn(suite, []));
  const passed = tests.filter((test) => test.status === "expected").length;
  const failures = tests
    .filter((test) => test.status !== "expected")
    .map(({ name, status, message }) => ({ name, message: message || status }));
  failures.push(...errors.map((error) => ({ name: "playwright", message: textOf(error) })));
  if (tests.length === 0 && failures.length === 0) failures.push({ name: "playwright", message: "no test ran" });
  return { passed, failures };
}

function testsIn(suite: Suite, above: string[]): { name: string; status: string; message: string }[] {
  const titles = [...above, suite.title];
  const own = suite.specs.flatMap((spec) =>
    spec.tests.map(({ status, results }) => ({
      name: [...titles, spec.title].join(" › "),
      status,
      message: results
        .flatMap((result) => result.errors ?? [])
        .map(textOf)
        .join("\n"),
    })),
  );
  return [...own, ...(suite.suites ?? []).flatMap((inner) => testsIn(inner, titles))];
}

const textOf = ({ stack, message }: z.infer<typeof errorSchema>) => stack ?? message ?? "";
