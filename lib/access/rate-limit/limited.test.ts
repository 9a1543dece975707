import { expect, test, vi } from "vitest";
import { processWide } from "../../platform/process-wide";
import { beginAttempt } from "../session/sign-in-limits";

/** The rejection of a limiter in the other bundle, which has its own copy of the library's class. */
class OtherRateLimiterRes {
  readonly msBeforeNext = 4_200;
  readonly remainingPoints = 0;
}

test("a rejection by a limiter of the other bundle counts as a limit, not as an unexpected error", async () => {
  vi.stubEnv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none");
  vi.stubEnv("AUTH_SECRET", "0123456789abcdef0123456789abcdef");
  // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- as the library does
  processWide("limiter:sign-in:address:100", () => ({ consume: () => Promise.reject(new OtherRateLimiterRes()) }));
  expect(await beginAttempt({ email: "ada@example.com", address: "192.0.2.77" })).toEqual({
    ok: false,
    reason: "rate_limited",
    detail: { retryAfterSeconds: 5 },
  });
});
