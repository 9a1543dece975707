import { setTimeout as sleep } from "node:timers/promises";
import { issueTokens, type TestToken } from "../testing/tokens";
import { scratchFolder } from "../testing/scratch";
import type { LostChanges } from "./acknowledgements";
import { ChaosClient } from "./client";
import { startInstallation } from "./installation";
import type { Fault, ScenarioFindings, NamedFindings, Scenario, ScenarioContext, ScenarioSize } from "./scenario";

/** How long the client works before each failure, so that there is something to lose, in ms. */
const LOAD_MS = 1_500;

/** A scenario that causes faults in one fresh installation whose client creates, revokes and checks tokens. */
export function underLoad(name: string, faults: readonly Fault[]): Scenario {
  return { name, run: (size) => inScratchFolder((folder) => causeUnderLoad(faults, size, folder)) };
}

/** Causes faults one after another in an installation in `folder`. Returns the result of each. */
export async function causeUnderLoad(
  faults: readonly Fault[],
  size: ScenarioSize,
  folder: string,
): Promise<NamedFindings[]> {
  const installation = await startInstallation(folder);
  try {
    const { organizationId, tokens } = await issueTokens(installation.ownerUrl, 1, ["owner"]);
    const results: NamedFindings[] = [];
    for (const fault of faults) {
      const client = new ChaosClient({ url: () => installation.url, organizationId, parent: tokens[0] as TestToken });
      try {
        results.push({ name: fault.name, ...(await loop(fault, { installation, client, size })) });
      } finally {
        await client.stop();
      }
    }
    return results;
  } finally {
    await installation.stop();
  }
}

async function loop(fault: Fault, context: ScenarioContext): Promise<ScenarioFindings> {
  const { installation, client, size } = context;
  return measure({
    client,
    size,
    loops: fault.loops ?? size.loops,
    cause: () => fault.cause(context),
    ownerUrl: async () => installation.ownerUrl,
  });
}

interface Measurement {
  client: ChaosClient;
  size: ScenarioSize;
  loops: number;
  /** Causes the fault once. Returns the moment, by performance.now(), from which the system can recover. */
  cause(): Promise<number>;
  /** The database's URL after the fault. */
  ownerUrl(): Promise<string>;
}

/**
 * Causes a fault repeatedly while the client works, then stops the client and compares its record with the database.
 */
export async function measure({ client, size, loops, cause, ownerUrl }: Measurement): Promise<ScenarioFindings> {
  const recoveries: number[] = [];
  await client.recovery(performance.now());
  for (let i = 0; i < loops; i += 1) {
    await sleep(LOAD_MS);
    recoveries.push(await client.recovery(await cause()));
  }
  await sleep(LOAD_MS);
  await client.stop();
  return findings(client, await client.acknowledgements.losses(await ownerUrl()), recoveries, size);
}

function findings(
  { acknowledgements, ledger, refused, problems }: ChaosClient,
  losses: LostChanges,
  recoveries: number[],
  { recoveryMs }: ScenarioSize,
): ScenarioFindings {
  const { created, revoked } = acknowledgements.counts;
  const slow = recoveries.filter((ms) => ms > recoveryMs);
  return {
    loops: recoveries.length,
    acknowledged: created + revoked,
    lost: [
      ...losses.creations.map((id) => `creation of ${id}`),
      ...losses.revocations.map((id) => `revocation of ${id}`),
    ],
    acceptedAfterRevocation: ledger.findings.stale,
    recoveries,
    problems: [
      ...problems,
      ...refused.map((id) => `valid token ${id} was refused`),
      ...slow.map((ms) => `requests worked again only after ${(ms / 1000).toFixed(1)} s`),
    ],
  };
}

async function inScratchFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const scratch = scratchFolder();
  try {
    return await work(scratch.folder);
  } finally {
    scratch.remove();
  }
}
