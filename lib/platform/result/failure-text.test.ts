import { expect, test } from "vitest";
import { failureText } from "./failure-text";
import { fail } from "./result";

test("a rate limit states the minutes to wait, rounded up", () => {
  expect(failureText(fail("rate_limited", { detail: { retryAfterSeconds: 61 } }))).toBe(
    "There were too many attempts. Try again in 2 minutes.",
  );
  expect(failureText(fail("rate_limited", { detail: { retryAfterSeconds: 12 } }))).toMatch(/in 1 minute\.$/);
});

test("who was turned away because too many wait reads when to try again", () => {
  expect(failureText(fail("unavailable", { detail: { retryAfterSeconds: 5 } }))).toBe(
    "Latchkey is busy, and nothing was changed. Try again in 5 seconds.",
  );
});

test("a page's own sentence takes precedence over the general one", () => {
  expect(failureText(fail("name_taken"), { name_taken: "A space has this name." })).toBe("A space has this name.");
});

test("what nobody expected carries the reference for the operator, and never says that nothing was changed", () => {
  const text = failureText(fail("unavailable", { detail: { reference: "1a2b3c4d" } }));
  expect(text).toContain("1a2b3c4d");
  expect(text).toContain("may or may not have been done");
});
