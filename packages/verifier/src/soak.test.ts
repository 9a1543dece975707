import { expect, test } from "vitest";
import { openFake } from "./testing/fake-under-test";
import { soak } from "./testing/soak";

test("no check that begins after the bound is accepted, while the feed is cut, delayed and reordered", async () => {
  const latchkey = await openFake({ staleMs: 1_100 });
  try {
    const { late, by, latestMs, revocations } = await soak({ latchkey, seconds: 11, tokens: 100 });
    expect(late).toEqual([]);
    // It did disturb, and it did answer from memory and by JWTs, also shortly before the bound.
    expect(revocations).toBeGreaterThan(50);
    expect(by).toMatchObject({ memory: expect.any(Number), jwt: expect.any(Number), latchkey: expect.any(Number) });
    expect(latestMs.memory).toBeGreaterThan(300);
  } finally {
    await latchkey.close();
  }
});
