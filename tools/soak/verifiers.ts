import { setTimeout as sleep } from "node:timers/promises";
import { createVerifier } from "../../packages/verifier/src";
import type { Instance } from "./fleet";
import { pick, type Round } from "./load";

/** For how long after a revocation a verifier may still accept, in ms. */
const BOUND_MS = 1_000;
const REST_MS = 2;

/** Checks all tokens with a verifier in front of each instance, repeatedly, until `until` is aborted. */
export async function verifyRepeatedly(round: Round, until: AbortSignal): Promise<void> {
  await Promise.all(round.fleet.instances.map((instance, index) => verifyOn(round, instance, index % 2 === 0, until)));
}

/** A killed instance comes back at another address, and gets another verifier. */
async function verifyOn(round: Round, instance: Instance, stream: boolean, until: AbortSignal): Promise<void> {
  while (!until.aborted) {
    const { url } = instance;
    const verifier = createVerifier({ issuer: url, api: url, token: round.verifier, stream });
    while (!until.aborted && instance.url === url) {
      const token = pick(round.tokens);
      const begunAt = performance.now();
      const result = await verifier.verify(token.secret, { scopes: ["viewer"] });
      const status = result.ok ? 200 : result.status;
      if (until.aborted) break;
      round.ledger.checked(token, `a verifier of ${instance.name}`, begunAt, status, BOUND_MS);
      if (result.ok && result.source === "memory") round.ledger.findings.remembered += 1;
      await sleep(REST_MS);
    }
    verifier.close();
  }
}
