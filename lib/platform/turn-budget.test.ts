import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { TurnBudget } from "./turn-budget";

/** How much was done in each turn of the event loop until `work` ended. */
async function perTurn(work: (done: (cost: number) => void) => Promise<unknown>): Promise<number[]> {
  const turns: number[] = [0];
  let running = true;
  const counting = (async () => {
    while (running) {
      await nextTurn();
      turns.push(0);
    }
  })();
  await work((cost) => turns.push((turns.pop() ?? 0) + cost));
  running = false;
  await counting;
  return turns.filter((cost) => cost > 0);
}

test("no more than the budget is done in one turn of the event loop, however many ask", async () => {
  const budget = new TurnBudget(10);
  const turns = await perTurn(async (done) => {
    const worker = async () => {
      for (let i = 0; i < 20; i += 1) {
        await budget.take(3);
        done(3);
      }
    };
    await Promise.all([worker(), worker(), worker()]);
  });
  expect(turns.reduce((sum, cost) => sum + cost, 0)).toBe(3 * 20 * 3);
  expect(Math.max(...turns)).toBeLessThanOrEqual(10);
});

test("what fits into the turn does not wait", () => {
  const budget = new TurnBudget(10);
  expect(budget.take(4)).toBeUndefined();
  expect(budget.take(6)).toBeUndefined();
  expect(budget.take(1)).toBeInstanceOf(Promise);
});

test("work that costs more than a turn has one of its own", async () => {
  const budget = new TurnBudget(10);
  const order: string[] = [];
  const turns = await perTurn(async (done) => {
    const large = async (name: string, cost: number) => {
      await budget.take(cost);
      order.push(name);
      done(cost);
    };
    await Promise.all([large("a", 2), large("b", 50), large("c", 2), large("d", 50)]);
  });
  expect(order).toEqual(["a", "b", "c", "d"]);
  expect(Math.max(...turns)).toBe(50);
});

test("an idle budget leaves nothing behind that keeps the process from its work", async () => {
  const budget = new TurnBudget(10);
  expect(budget.take(10)).toBeUndefined();
  await nextTurn();
  await nextTurn();
  expect(budget.take(10)).toBeUndefined();
});
