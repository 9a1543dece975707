import { setTimeout as sleep } from "node:timers/promises";
import { issueTokens } from "../testing/tokens";
import type { ServerFleet, Instance } from "./fleet";
import { Ledger, type LedgerFindings } from "./ledger";
import { askRepeatedly, revokeAll } from "./load";
import { verifyRepeatedly } from "./verifiers";

/** The size of each round. */
export interface SoakSize {
  tokens: number;
  /** The time over which the revocations are spread, in ms. */
  ms: number;
  /** How long the black hole lasts, in ms. */
  blackholeMs: number;
}

/** A thousand tokens, and a network failure of half a minute. */
export const LONG: SoakSize = { tokens: 1_000, ms: 45_000, blackholeMs: 30_000 };
/** For `npm test`. */
export const SHORT: SoakSize = { tokens: 60, ms: 3_000, blackholeMs: 2_500 };

interface Round {
  name: string;
  /** A fault that happens while tokens are revoked. */
  trouble(fleet: ServerFleet, size: SoakSize): Promise<void>;
}

const some = (fleet: ServerFleet, index: number) => fleet.instances[index] as Instance;

/** Stops a process by SIGSTOP for as long as the network fails in other rounds. */
async function stopFor(pid: number | undefined, { ms, blackholeMs }: SoakSize): Promise<void> {
  if (pid === undefined) throw new Error("there is no such process"); // 0 would be this process and its group
  await sleep(ms / 4);
  process.kill(pid, "SIGSTOP");
  await sleep(blackholeMs);
  process.kill(pid, "SIGCONT");
}

/** No fault, and every fault between the instances and their database. */
export const ROUNDS: readonly Round[] = [
  { name: "in peace", trouble: async () => undefined },
  {
    name: "with the LISTEN connections cut, three times",
    trouble: async (fleet, { ms }) => {
      for (let i = 0; i < 3; i += 1) {
        await sleep(ms / 4);
        await fleet.cutListeners();
      }
    },
  },
  {
    name: "with PostgreSQL restarted",
    trouble: async (fleet, { ms }) => {
      await sleep(ms / 3);
      await fleet.restartPostgres();
    },
  },
  {
    name: "with an instance killed by kill -9",
    trouble: async (fleet, { ms }) => {
      await sleep(ms / 3);
      await some(fleet, 2).replace();
    },
  },
  {
    name: "with a worker of a gateway stopped, and going on",
    trouble: (fleet, size) => stopFor(some(fleet, 2).workers()[0], size),
  },
  {
    name: "with the primary of a gateway stopped, and going on",
    trouble: (fleet, size) => stopFor(some(fleet, 2).pid(), size),
  },
  {
    name: "with the network between an instance and the database swallowing everything",
    trouble: async (fleet, { ms, blackholeMs }) => {
      await sleep(ms / 4);
      const { proxy } = some(fleet, 3);
      proxy.swallow();
      await sleep(blackholeMs);
      proxy.restore();
    },
  },
];

/**
 * The time before the revocations, in which every instance and every verifier remembers most tokens, and the time after
 * the last answer. A verifier remembers nothing that it asked in its first 1.5 s.
 */
const WARM_MS = 3_000;
const AFTER_MS = 1_500;

/** Runs one round with new tokens. */
export async function runRound({ trouble }: Round, fleet: ServerFleet, size: SoakSize): Promise<LedgerFindings> {
  const ledger = new Ledger();
  const { organizationId, tokens } = await issueTokens(fleet.ownerUrl, size.tokens);
  const { tokens: verifiers } = await issueTokens(fleet.ownerUrl, 1, ["verifier"], organizationId);
  const round = { fleet, ledger, organizationId, tokens, verifier: verifiers[0]?.secret ?? "" };
  const over = new AbortController();
  const asking = Promise.all([askRepeatedly(round, over.signal), verifyRepeatedly(round, over.signal)]);
  await sleep(WARM_MS);
  await Promise.all([revokeAll(round, size.ms), trouble(fleet, size)]);
  await sleep(AFTER_MS);
  over.abort();
  await asking;
  return ledger.findings;
}
