import { expect, test } from "vitest";
import { describeForecast } from "./describe-forecast";

const forecast = { live: 40, ending: 12, endingUsed: 3, shortened: 5, used: 20, aboveLimit: 0 };
const policy = { tokenMaxLifetimeDays: 30, tokenRequestsPerMinute: 600 };
const only = (name: keyof typeof policy) => ({
  tokenMaxLifetimeDays: false,
  tokenRequestsPerMinute: false,
  [name]: true,
});

test("a shorter life says how many tokens end now, how many of them were used, and how many end sooner", () => {
  expect(
    describeForecast(forecast, policy, only("tokenMaxLifetimeDays")).map(({ title, text }) => `${title}. ${text}`),
  ).toEqual([
    "12 live API tokens end now. 3 were used in the last 7 days. Programs that use them can no longer call Latchkey.",
    "5 live API tokens end sooner than now. The list of API tokens shows when.",
  ]);
});

test("a lower request limit says how many tokens it binds, and how many made more requests", () => {
  const [effect] = describeForecast({ ...forecast, aboveLimit: 2 }, policy, only("tokenRequestsPerMinute"));
  expect(effect).toEqual({
    title: "40 live API tokens may make at most 600 requests per minute",
    text:
      "20 were used in the last 7 days. 2 of them made more requests than this, on average over an hour: " +
      "further requests are answered with 429.",
    tone: "critical",
  });
});

test("without an effect there is nothing to ask", () => {
  const none = { live: 3, ending: 0, endingUsed: 0, shortened: 0, used: 0, aboveLimit: 0 };
  expect(describeForecast(none, policy, only("tokenMaxLifetimeDays"))).toEqual([]);
  expect(
    describeForecast({ ...none, live: 0 }, policy, { tokenMaxLifetimeDays: true, tokenRequestsPerMinute: true }),
  ).toEqual([]);
});
