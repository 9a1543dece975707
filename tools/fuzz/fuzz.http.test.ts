import { expect, test } from "vitest";
import { fuzzServer } from "./server";

test("1,000 generated requests get an answer that is no 5xx, and leave no stack in the log", async () => {
  const { bad, requests } = await fuzzServer({ requests: 1_000, seed: 20_261_128, slowestMs: 30_000 });
  expect(bad).toEqual([]);
  expect(requests).toBe(1_000);
}, 240_000);
