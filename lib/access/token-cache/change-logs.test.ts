import { describe, expect, test, vi } from "vitest";
import type { ChainPosition } from "./chain-position";
import type { ChangeLog } from "./change-log";
import { ChangeLogs } from "./change-logs";

const at = (sequence: number) => ({ sequence, mark: `mark ${String(sequence)}` });

const change = (sequence: number | undefined, ...tokenIds: string[]) => ({
  organizationId: "acme",
  tokenIds,
  position: sequence === undefined ? undefined : at(sequence),
});

/** The head of the chain, read when it is told. */
function heldHead() {
  let tell: (head: ChainPosition) => void = () => undefined;
  const head = new Promise<ChainPosition>((resolve) => (tell = resolve));
  return { read: () => head, tell: (sequence: number) => tell(at(sequence)) };
}

async function begun(logs = new ChangeLogs(), head = 10): Promise<{ logs: ChangeLogs; log: ChangeLog }> {
  const log = await logs.of("acme", () => Promise.resolve(at(head)));
  return { logs, log: log ?? expect.fail("there is no log") };
}

const sequences = (log: ChangeLog | null, after: number) =>
  log?.after(at(after))?.map(({ position }) => position.sequence) ?? null;

describe("a log that is begun", () => {
  test("has what is heard while its head is read, and not in the head", async () => {
    const [logs, head] = [new ChangeLogs(), heldHead()];
    const log = logs.of("acme", head.read);
    logs.record(change(10, "in the head"));
    logs.record(change(11, "after it"));
    head.tell(10);
    expect(sequences(await log, 10)).toEqual([11]);
  });

  test("reads one head, however many ask", async () => {
    const [logs, read] = [new ChangeLogs(), vi.fn(() => Promise.resolve(at(1)))];
    const all = await Promise.all([logs.of("acme", read), logs.of("acme", read)]);
    expect([all[0] === all[1], read.mock.calls.length, await logs.of("acme", read)]).toEqual([true, 1, all[0]]);
  });

  test.each<[string, (logs: ChangeLogs) => void]>([
    ["the listener breaks off", (logs) => logs.clear()],
    ["a change has no place in the chain", (logs) => logs.record(change(undefined, "a"))],
  ])("is none if %s meanwhile", async (_, interrupt) => {
    const [logs, head] = [new ChangeLogs(), heldHead()];
    const log = logs.of("acme", head.read);
    interrupt(logs);
    head.tell(10);
    expect([await log, logs.peek("acme")]).toEqual([null, undefined]);
  });

  test("begins after its head if so much is heard meanwhile that it had to forget some of it", async () => {
    const [logs, head] = [new ChangeLogs(), heldHead()];
    const begun = logs.of("acme", head.read);
    for (let sequence = 11; sequence <= 511; sequence += 1) logs.record(change(sequence, "a"));
    head.tell(10);
    const log = await begun;
    expect([sequences(log, 10), sequences(log, 11)?.length]).toEqual([null, 500]);
  });

  test("is none after a failure, and may be begun again", async () => {
    const logs = new ChangeLogs();
    await expect(async () => logs.of("acme", () => Promise.reject(new Error("away")))).rejects.toThrow("away");
    expect((await begun(logs)).log.last).toEqual(at(10));
  });
});

describe("a log", () => {
  test("lists what came after a cursor, and knows nothing of before its head", async () => {
    const { logs, log } = await begun();
    for (const sequence of [12, 15]) logs.record(change(sequence, "a"));
    logs.record({ ...change(16, "b"), organizationId: "another" });
    expect([sequences(log, 9), sequences(log, 10), sequences(log, 12), sequences(log, 15)]).toEqual([
      null,
      [12, 15],
      [15],
      [],
    ]);
  });

  test("knows the places of its head and its changes by their marks, and others once they are confirmed", async () => {
    const { logs, log } = await begun();
    logs.record(change(12, "a"));
    const places = [at(10), at(12), at(11), { ...at(12), mark: "mark of another chain" }];
    expect(places.map((place) => log.knows(place))).toEqual([true, true, false, false]);
    log.confirm(at(11));
    expect(log.knows(at(11))).toBe(true);
  });

  test("ends, and wakes who waits, when something may have been missed", async () => {
    for (const miss of [(logs: ChangeLogs) => logs.clear(), (logs: ChangeLogs) => logs.record(change(undefined))]) {
      const { logs, log } = await begun();
      const wake = vi.fn();
      log.onChange(wake);
      miss(logs);
      expect([log.isOpen, wake.mock.calls.length, logs.peek("acme")]).toEqual([false, 1, undefined]);
    }
  });

  test("wakes who waits at each change, until they wait no more", async () => {
    const { logs, log } = await begun();
    const wake = vi.fn();
    const stop = log.onChange(wake);
    logs.record(change(11));
    stop();
    logs.record(change(12));
    expect(wake).toHaveBeenCalledTimes(1);
  });

  test("keeps a bounded number of changes and of tokens, and has no gap that it does not know of", async () => {
    const many = await begun();
    for (let sequence = 11; sequence <= 610; sequence += 1) many.logs.record(change(sequence, "a"));
    expect([sequences(many.log, 109), sequences(many.log, 110)?.length]).toEqual([null, 500]);
    const wide = await begun();
    const tokens = Array.from({ length: 100 }, (_, index) => String(index));
    for (let sequence = 11; sequence <= 30; sequence += 1) wide.logs.record(change(sequence, ...tokens));
    expect([sequences(wide.log, 19), sequences(wide.log, 20)?.length]).toEqual([null, 10]);
  });
});
