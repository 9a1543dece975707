import { describe, expect, test } from "vitest";
import { coverageNote } from "./coverage";
import { allowsPrograms } from "./memory-folder";
import { readPlaywrightReport } from "./playwright-report";
import { commandResult, crashed, summary } from "./result";
import { readVitestReport } from "./vitest-report";

describe("the last line", () => {
  test("adds up all steps", () => {
    const steps = [
      { name: "lint", result: { passed: 1, failures: [] }, seconds: 3 },
      { name: "unit", result: { passed: 40, failures: [{ name: "a", message: "b" }] }, seconds: 12 },
      { name: "build", result: crashed("build", "no"), seconds: 1 },
    ];
    expect(summary(steps).split("\n").at(-1)).toBe("41 passed, 2 failed");
  });

  test("comes after the failures, named once more with the beginning of their messages", () => {
    const message = Array.from({ length: 50 }, (_, line) => `line ${line}`).join("\n");
    const failures = [{ name: "a.test.ts › holds", message }];
    const text = summary([{ name: "unit", result: { passed: 1, failures }, seconds: 1 }]);
    expect(text).toContain("✗ unit: a.test.ts › holds\n    line 0\n");
    expect(text).not.toContain("line 12\n");
    expect(text.split("\n").at(-1)).toBe("1 passed, 1 failed");
  });

  test("comes after what a step has to note", () => {
    const note = coverageNote({ total: { lines: { total: 2000, covered: 1875, skipped: 0, pct: 93.75 } } });
    expect(note).toBe("lines of lib covered by the unit tests: 93.8 % (1875 of 2000)");
    const lines = summary([{ name: "unit", result: { passed: 1, failures: [], note }, seconds: 1 }]).split("\n");
    expect(lines.slice(-3)).toEqual([note, "", "1 passed, 0 failed"]);
  });
});

describe("a command", () => {
  test("counts as one test", () => {
    expect(commandResult("lint", { status: 0, timedOut: false, output: "" })).toEqual({ passed: 1, failures: [] });
    expect(commandResult("lint", { status: 1, timedOut: false, output: "a.ts: bad" }).failures).toEqual([
      { name: "lint", message: "ended with status 1\na.ts: bad" },
    ]);
  });

  test("that takes too long has failed", () => {
    expect(commandResult("lint", { status: null, timedOut: true, output: "" }).failures[0]?.message).toBe(
      "took too long",
    );
  });
});

describe("Vitest's report", () => {
  const file = (name: string, status: string, ...tests: [string, string][]) => ({
    name,
    status,
    message: `${name} broke`,
    assertionResults: tests.map(([fullName, state]) => ({
      fullName,
      status: state,
      failureMessages: state === "failed" ? ["why"] : [],
    })),
  });

  test("a test that was skipped or is still to do has failed", () => {
    const result = readVitestReport({
      success: true,
      testResults: [file("a", "passed", ["one", "passed"], ["two", "skipped"], ["three", "todo"])],
    });
    expect(result.passed).toBe(1);
    expect(result.failures.map(({ name }) => name)).toEqual(["a › two", "a › three"]);
  });

  test("a failed test is named with its message", () => {
    expect(
      readVitestReport({ success: false, testResults: [file("a", "failed", ["one", "failed"])] }).failures,
    ).toEqual([{ name: "a › one", message: "why" }]);
  });

  test("a file that breaks before its tests is a failure", () => {
    const result = readVitestReport({
      success: false,
      testResults: [file("a", "passed", ["one", "passed"]), file("b", "failed")],
    });
    expect(result).toEqual({ passed: 1, failures: [{ name: "b", message: "b broke" }] });
  });

  test("a run without tests, or broken outside of them, is a failure", () => {
    expect(readVitestReport({ success: true, testResults: [] }).failures).toHaveLength(1);
    expect(
      readVitestReport({ success: false, testResults: [file("a", "passed", ["one", "passed"])] }).failures,
    ).toHaveLength(1);
  });
});

describe("Playwright's report", () => {
  const spec = (title: string, status: string) => ({
    title,
    file: "a.spec.ts",
    tests: [{ status, results: [{ errors: status === "unexpected" ? [{ message: "why" }] : [] }] }],
  });
  const report = (...specs: ReturnType<typeof spec>[]) => ({
    errors: [],
    suites: [{ title: "a.spec.ts", specs: [], suites: [{ title: "flow", specs }] }],
  });

  test("skipped and flaky tests have failed", () => {
    const result = readPlaywrightReport(
      report(spec("one", "expected"), spec("two", "skipped"), spec("three", "flaky"), spec("four", "unexpected")),
    );
    expect(result.passed).toBe(1);
    expect(result.failures).toEqual([
      { name: "a.spec.ts › flow › two", message: "skipped" },
      { name: "a.spec.ts › flow › three", message: "flaky" },
      { name: "a.spec.ts › flow › four", message: "why" },
    ]);
  });

  test("a run that broke, or had no tests, is a failure", () => {
    expect(readPlaywrightReport({ suites: [], errors: [{ message: "set-up broke" }] }).failures).toEqual([
      { name: "playwright", message: "set-up broke" },
    ]);
    expect(readPlaywrightReport({ suites: [], errors: [] }).failures).toHaveLength(1);
  });
});

test("temporary files are kept in memory only where programs may run", () => {
  const mounts = (options: string) => `tmpfs /dev/shm tmpfs ${options} 0 0\n/dev/vda /disk ext4 rw 0 0\n`;
  expect(allowsPrograms(mounts("rw,nosuid,nodev"), "/dev/shm")).toBe(true);
  expect(allowsPrograms(mounts("rw,nosuid,nodev,noexec"), "/dev/shm")).toBe(false);
  expect(allowsPrograms(mounts("rw"), "/disk")).toBe(false);
  expect(allowsPrograms(mounts("rw"), "/absent")).toBe(false);
});
