import { setTimeout as sleep } from "node:timers/promises";
import type { TestToken } from "../testing/tokens";
import { connectionsTo, statusOf } from "../testing/ask";
import type { ServerFleet, Instance } from "./fleet";
import type { Ledger } from "./ledger";

/**
 * The number of checkers per instance, and the pause between two checks in ms. Bounded, because the machine is shared.
 */
const ASKERS = 3;
const REST_MS = 4;
/** The number of concurrent revocations, and the delay after a failed attempt in ms. */
const REVOKERS = 8;
const RETRY_MS = 100;

export interface Round {
  fleet: ServerFleet;
  ledger: Ledger;
  organizationId: string;
  tokens: readonly TestToken[];
  /** The secret of a Verifier. */
  verifier: string;
}

export const pick = <T>(items: readonly T[]): T => items[Math.floor(Math.random() * items.length)] as T;

/** Checks all tokens at all instances repeatedly, until `until` is aborted. */
export async function askRepeatedly(round: Round, until: AbortSignal): Promise<void> {
  const askers = round.fleet.instances.flatMap((instance) => {
    const agent = connectionsTo(ASKERS);
    until.addEventListener("abort", () => agent.destroy());
    return Array.from({ length: ASKERS }, () => askOn(round, instance, agent, until));
  });
  await Promise.all(askers);
}

async function askOn(
  { ledger, organizationId, tokens }: Round,
  instance: Instance,
  agent: ReturnType<typeof connectionsTo>,
  until: AbortSignal,
): Promise<void> {
  while (!until.aborted) {
    const token = pick(tokens);
    const begunAt = performance.now();
    const status = await statusOf(`${instance.url}/api/v1/forward-auth?organization=${organizationId}`, {
      method: "GET",
      agent,
      headers: { authorization: `Bearer ${token.secret}` },
    });
    if (!until.aborted) ledger.checked(token, instance.name, begunAt, status);
    await sleep(status === null ? 50 : REST_MS);
  }
}

/**
 * Revokes every token at a random time within `ms`, each through one of the instances. Retries until it is answered.
 */
export async function revokeAll({ fleet, ledger, tokens }: Round, ms: number): Promise<void> {
  const begun = performance.now();
  const due = tokens.map((token) => ({ token, at: Math.random() * ms })).sort((a, b) => a.at - b.at);
  const revoker = async () => {
    for (let next = due.shift(); next; next = due.shift()) {
      await sleep(Math.max(0, begun + next.at - performance.now()));
      await revoke(fleet, ledger, next.token);
    }
  };
  await Promise.all(Array.from({ length: REVOKERS }, revoker));
}

async function revoke(fleet: ServerFleet, ledger: Ledger, token: TestToken): Promise<void> {
  ledger.sent(token);
  for (;;) {
    const status = await statusOf(`${pick(fleet.instances).url}/oauth/revoke`, {
      method: "POST",
      form: { token: token.secret },
    });
    if (status === 200) return ledger.answered(token);
    await sleep(RETRY_MS);
  }
}
