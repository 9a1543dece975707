import { expect, test } from "vitest";
import { PeerClock } from "./peer-clock";

/** A process whose clock is `ahead` ms ahead of ours. The answer to a question is read after `there` ms. */
function learned(ahead: number, ...questions: { asked: number; there: number; back: number }[]): PeerClock {
  const clock = new PeerClock();
  for (const { asked, there, back } of questions)
    clock.answered({ asked, read: asked + there + ahead }, asked + there + back);
  return clock;
}

test.each([-1_500, 0, 86_400_000])("a peer that is ahead by %d ms is never read too late, nor too early", (ahead) => {
  for (const [there, back] of [
    [0, 0],
    [0, 300],
    [300, 0],
    [20, 30],
  ] as const) {
    const clock = learned(ahead, { asked: 5_000, there, back });
    expect(clock.notTooLate(7_000 + ahead)).toBe(7_000 - there);
    expect(clock.notTooEarly(7_000 + ahead)).toBe(7_000 + back);
  }
});

test("the quickest answers count", () => {
  const clock = learned(
    100,
    { asked: 0, there: 400, back: 3 },
    { asked: 1_000, there: 1, back: 300 },
    { asked: 2_000, there: 50, back: 50 },
  );
  expect([clock.notTooLate(5_100), clock.notTooEarly(5_100)]).toEqual([4_999, 5_003]);
});

test("before the first answer a time of the peer's makes no lease", () => {
  const clock = new PeerClock();
  expect([clock.notTooLate(1), clock.notTooEarly(1)]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
});
