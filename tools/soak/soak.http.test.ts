import { afterAll, beforeAll, expect, test } from "vitest";
import { type ServerFleet, startFleet } from "./fleet";
import { ROUNDS, runRound, SHORT } from "./rounds";

let fleet: ServerFleet;
beforeAll(async () => {
  fleet = await startFleet();
}, 180_000);
afterAll(() => fleet?.stop());

test.each(ROUNDS)("no request that began after a revocation's answer is accepted anywhere, $name", async (round) => {
  const findings = await runRound(round, fleet, SHORT);
  expect(findings.stale).toEqual([]);
  expect(findings.revoked).toBe(SHORT.tokens);
  expect(findings.accepted).toBeGreaterThan(SHORT.tokens);
  expect(findings.remembered).toBeGreaterThan(SHORT.tokens);
});
