import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DatabaseOutage } from "./failure-log";

const write = { error: vi.fn(), warn: vi.fn() };
const probe = vi.fn<() => Promise<void>>();
const AWAY = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => {
  vi.useRealTimers();
  vi.resetAllMocks();
});

test("thousands of failures write one line, a count each 10 s, and a line when the database is back", async () => {
  probe.mockRejectedValue(AWAY);
  const outage = new DatabaseOutage({ write: write as never, probe });
  for (let second = 0; second < 25; second += 1) {
    for (let i = 0; i < 1_000; i += 1) outage.failed(AWAY, "a token could not be checked");
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(outage.isOn).toBe(true);
  expect(write.error.mock.calls).toEqual([
    [{ err: AWAY }, "the database is away: a token could not be checked"],
    [{ seconds: 10, failures: 10_000 }, "the database is still away"],
    [{ seconds: 20, failures: 20_000 }, "the database is still away"],
  ]);
  expect(write.warn).not.toHaveBeenCalled();

  probe.mockResolvedValue();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(write.warn.mock.calls).toEqual([[{ seconds: 26, failures: 25_000 }, "the database is back after 26 s"]]);
  expect(outage.isOn).toBe(false);

  outage.failed(AWAY, "an action failed");
  expect(write.error).toHaveBeenLastCalledWith({ err: AWAY }, "the database is away: an action failed");
});
