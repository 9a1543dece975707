import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { currentRequest, nextRequestId, withRequest } from "./request-context";

test("work started by a request keeps its context, also after a wait", async () => {
  const seen = await Promise.all(
    ["a", "b"].map((id) =>
      withRequest({ id, route: null }, async () => {
        await sleep(1);
        return currentRequest()?.id;
      }),
    ),
  );
  expect(seen).toEqual(["a", "b"]);
  expect(currentRequest()).toBeUndefined();
});

test("no two requests have the same id", () => {
  const ids = Array.from({ length: 1_000 }, nextRequestId);
  expect(new Set(ids).size).toBe(1_000);
  expect(ids[0]).toMatch(/^[\w-]{12}-[0-9a-z]+$/);
});
