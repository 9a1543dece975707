import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { Ledger } from "./ledger";

const token = { id: "one", secret: "latch_one" };

test("a request that began after the answer and was accepted is found", async () => {
  const ledger = new Ledger();
  ledger.sent(token);
  ledger.answered(token);
  await sleep(2);
  ledger.checked(token, "gateway 1", performance.now(), 200);
  expect(ledger.findings.stale).toHaveLength(1);
});

test("one that began before the answer is none, however late it ends", async () => {
  const ledger = new Ledger();
  ledger.sent(token);
  const begunAt = performance.now();
  await sleep(2);
  ledger.answered(token);
  ledger.checked(token, "gateway 1", begunAt, 200);
  expect(ledger.findings).toMatchObject({ stale: [], accepted: 1, revoked: 1 });
});

test("a refusal is no accept, and an outage is neither", () => {
  const ledger = new Ledger();
  for (const status of [401, 503, null]) ledger.checked(token, "gateway 1", performance.now(), status);
  expect(ledger.findings).toMatchObject({ checks: 3, accepted: 0, unanswered: 2 });
});
