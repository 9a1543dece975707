import { expect, test } from "vitest";
import { fuzzServer } from "./server";

test("1,000 generated requests get no 5xx but one 503 with Retry-After, and leave no stack in the log", async () => {
  const { bad, requests } = await fuzzServer({ requests: 1_000, seed: 20_261_128, slowestMs: 30_000 });
  expect(bad.join("\n")).toBe("");
  expect(requests).toBe(1_000);
}, 240_000);
