import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { countStatementsOnce } from "../../../tools/testing/statements";
import { useTestDatabase } from "../../../tools/testing/use-database";
import { db } from "../../platform/db";
import { isDatabaseAway } from "../../platform/db/errors";
import { countedOf, holderOfSubject, type CountedLimit, type Period } from "../limits/counted";
import { Allotments, IDLE_MS } from "./allotments";
import { giveBackToCounter, MAX_CHUNK, readCounters, takeFromCounter } from "./counter";

useTestDatabase();

const ORGANIZATION = "acme-corp";
beforeAll(async () => {
  await db().organization.create({ data: { id: ORGANIZATION, code: "ACME", name: "Acme" } });
});

/** A limit of its own counter. A day, unless said otherwise: tests then meet no end of a period but midnight in UTC. */
function limitOf(limit: number, period: Period = "day", organizationId = ORGANIZATION): CountedLimit {
  const key = `token:${randomUUID()} test ${period}`;
  return { key, id: `${organizationId} ${key}`, organizationId, name: "test", limit, period };
}

const clock = () => Date.now();
const COUNTER = { take: takeFromCounter, read: readCounters, giveBack: giveBackToCounter };
const readCounter = async (limit: CountedLimit) =>
  (await readCounters([limit])).get(limit.id) ?? expect.fail("no counter");

/** How many of so many requests, 500 at a time, a process lets in. */
async function letIn(process: Allotments, limit: CountedLimit, requests: number, cost = 1): Promise<number> {
  let [next, accepted] = [0, 0];
  const client = async () => {
    while (next < requests) {
      next += 1;
      if ((await process.take(limit, cost, clock)) !== null) accepted += 1;
    }
  };
  await Promise.all(Array.from({ length: 500 }, client));
  return accepted;
}

describe("a limit in periods", () => {
  test.each([1, 15, 100, 3_000])("of %i lets in exactly that many, by several processes under load", async (count) => {
    const limit = limitOf(count);
    const processes = Array.from({ length: 3 }, () => new Allotments(COUNTER));
    const accepted = await Promise.all(processes.map((process) => letIn(process, limit, count)));
    for (const process of processes) await process.returnIdle(true); // what one of them had left at its end
    const rest = await letIn(new Allotments(COUNTER), limit, count + 1);
    expect(accepted.reduce((all, one) => all + one) + rest).toBe(count);
  });

  test("lets in nothing twice, and loses at most a chunk, when a process is killed", async () => {
    const limit = limitOf(500);
    const killed = await letIn(new Allotments(COUNTER), limit, 7);
    const other = await letIn(new Allotments(COUNTER), limit, 1_000);
    expect(killed).toBe(7);
    expect(killed + other).toBeLessThanOrEqual(500);
    expect(killed + other).toBeGreaterThanOrEqual(500 - 500 / 16);
  });

  test("takes chunks that shrink to 1, and never more than the largest", async () => {
    const granted: number[] = [];
    const take: typeof takeFromCounter = async (limit, cost) => {
      const taken = await takeFromCounter(limit, cost);
      if (taken) granted.push(taken.granted);
      return taken;
    };
    await letIn(new Allotments({ ...COUNTER, take }), limitOf(40_000), 40_001);
    expect(Math.max(...granted)).toBe(MAX_CHUNK);
    expect(granted.at(-1)).toBe(1);
    expect(granted.slice(1)).toEqual([...granted.slice(1)].sort((one, other) => other - one));
    expect(granted.reduce((all, one) => all + one)).toBe(40_000);
  });

  test("needs no statement while the chunk lasts, and one a second when nothing is left", async () => {
    const process = new Allotments(COUNTER);
    const limit = limitOf(1_600);
    await letIn(process, limit, 2); // the second one takes a chunk
    expect(await countStatementsOnce(() => letIn(process, limit, 90))).toMatchObject({ statements: 0, result: 90 });
    const empty = limitOf(1);
    await letIn(process, empty, 2);
    expect(await countStatementsOnce(() => letIn(process, empty, 500))).toMatchObject({ statements: 0, result: 0 });
  });

  test("gives back what nobody uses for a second, and lets others in", async () => {
    const [idle, busy] = [new Allotments(COUNTER), new Allotments(COUNTER)];
    const limit = limitOf(320);
    await letIn(idle, limit, 2);
    const before = await letIn(busy, limit, 400);
    expect(before).toBeLessThan(318);
    await idle.returnIdle(); // it was used since
    expect(idle.isEmpty).toBe(false);
    const now = vi.spyOn(performance, "now").mockReturnValue(performance.now() + 2 * IDLE_MS);
    await idle.returnIdle();
    expect(idle.isEmpty).toBe(true);
    expect(before + (await letIn(busy, limit, 400))).toBe(318);
    now.mockRestore();
  });

  test("begins with its period, whatever this process thinks the time is", async () => {
    const process = new Allotments(COUNTER);
    const limit = limitOf(64);
    expect(await letIn(process, limit, 2)).toBe(2);
    const ahead = () => Date.now() + 2 * 86_400_000;
    // Permits of a period that may be over are not used, and the database's clock decides.
    expect(await process.take(limit, 1, ahead)).not.toBeNull();
    const all = await Promise.all(Array.from({ length: 100 }, () => process.take(limit, 1, ahead)));
    expect(all.filter((answer) => answer !== null).length).toBeLessThanOrEqual(61);
  });

  test("counts as many requests as a check costs, and leaves the rest to cheaper ones", async () => {
    const process = new Allotments(COUNTER);
    const limit = limitOf(10);
    expect(await letIn(process, limit, 1, 7)).toBe(1);
    expect(await letIn(process, limit, 1, 4)).toBe(0);
    expect(process.stateOf(limit, clock())).toMatchObject({ remaining: 3 });
    expect(await letIn(process, limit, 5, 1)).toBe(3);
    expect(await letIn(process, limit, 1, 11)).toBe(0);
  });

  test.each([
    [60, 60_000],
    [7, 7_000],
    ["day", 86_400_000],
  ] as const)("of %s is a fixed window of the database's clock", async (period, length) => {
    const { startsAt, endsAt } = await readCounter(limitOf(1, period));
    expect([startsAt % length, endsAt - startsAt]).toEqual([0, length]);
    expect(Date.now()).toBeGreaterThanOrEqual(startsAt - 1_000);
    expect(Date.now()).toBeLessThan(endsAt + 1_000);
  });

  test("of a month ends with the calendar month in UTC", async () => {
    const { startsAt, endsAt } = await readCounter(limitOf(1, "month"));
    const [start, end] = [new Date(startsAt), new Date(endsAt)];
    expect([start.getUTCDate(), start.getUTCHours(), end.getUTCDate(), end.getUTCHours()]).toEqual([1, 0, 1, 0]);
    expect((end.getUTCMonth() - start.getUTCMonth() + 12) % 12).toBe(1);
  });

  test("of one subject in two organizations is counted apart", async () => {
    await db().organization.create({ data: { id: "other-corp", code: "OTHER", name: "Other" } });
    const limits = [ORGANIZATION, "other-corp"].map((organizationId) =>
      countedOf(holderOfSubject(organizationId, "ada@example.com"), { quota: { requests: 40, per: "day" } }),
    );
    const process = new Allotments(COUNTER);
    const accepted = [];
    for (const [limit] of limits) accepted.push(await letIn(process, limit ?? expect.fail("no limit"), 60));
    expect(accepted).toEqual([40, 40]);
  });

  test("takes a request back into the period that it came from only, and once", async () => {
    const process = new Allotments(COUNTER);
    const limit = limitOf(10, 1);
    const { startsAt } = (await process.take(limit, 1, clock)) ?? expect.fail("refused");
    await new Promise((resolve) => setTimeout(resolve, startsAt + 1_100 - Date.now()));
    await process.take(limit, 1, clock);
    for (let time = 0; time < 5; time += 1) process.putBack(limit, startsAt, 1);
    const states = process.stateOf(limit, clock());
    expect((states?.remaining ?? 0) <= 9).toBe(true);
  });

  test("lets so many requests wait for one counter, and no more", async () => {
    const take: typeof takeFromCounter = async (limit, cost) => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return takeFromCounter(limit, cost);
    };
    const process = new Allotments({ ...COUNTER, take });
    const limit = limitOf(5_000, "ever");
    const asked = await Promise.allSettled(Array.from({ length: 1_010 }, () => process.take(limit, 1, clock)));
    expect(asked.filter(({ status }) => status === "rejected")).toHaveLength(10);
    expect(asked.filter((one) => one.status === "rejected").every(({ reason }) => isDatabaseAway(reason))).toBe(true);
  });

  test("refuses while the database is away, and asks again afterwards", async () => {
    let isAway = true;
    const take: typeof takeFromCounter = (limit, cost) =>
      isAway ? Promise.reject(new Error("away")) : takeFromCounter(limit, cost);
    const process = new Allotments({ ...COUNTER, take });
    const limit = limitOf(1);
    const asked = await Promise.allSettled([process.take(limit, 1, clock), process.take(limit, 1, clock)]);
    expect(asked.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    isAway = false;
    expect(await process.take(limit, 1, clock)).not.toBeNull();
  });
});

test("a limit of the whole life is taken one by one, and never twice", async () => {
  const limit = limitOf(5, "ever");
  const taken = await Promise.all(Array.from({ length: 20 }, () => takeFromCounter(limit, 1)));
  const granted = taken.filter((one) => one !== null);
  expect(granted.map((one) => one.granted)).toEqual([1, 1, 1, 1, 1]);
  expect(granted[0]?.endsAt).toBe(Infinity);
  await giveBackToCounter([{ limit, startsAt: 0, count: 1 }]);
  expect([await takeFromCounter(limit, 2), (await takeFromCounter(limit, 1))?.left]).toEqual([null, 0]);
});
