import type { Verification } from "../../lib/audit/verify";
import { describe } from "../audit/report";
import { PlainError } from "../plain-error";
import type { BackupFacts } from "./archive";
import type { RevokedToken } from "./revocations";

export interface FinishedRestore {
  readonly chains: number;
  readonly sessions: number;
  /** How many tokens were revoked, and why: by the list, and by `--revoke-since`. */
  readonly revoked: { readonly listed: number; readonly since: number };
}

interface Wanted {
  readonly listed: readonly RevokedToken[];
  readonly revokeSince?: Date;
}

/**
 * Verifies the restored audit log against the heads that the backup names, ends all sessions, and revokes. Imports the
 * application's code late, because it reads the environment when it is loaded.
 */
export async function finishRestore(
  facts: Pick<BackupFacts, "createdAt" | "heads">,
  { listed, revokeSince }: Wanted,
): Promise<FinishedRestore> {
  const [verify, setup, tokens, { closeDatabase }] = await Promise.all([
    import("../../lib/audit/verify"),
    import("../../lib/setup/record-restore"),
    import("../../lib/tokens/revoke-restored"),
    import("../../lib/platform/db"),
  ]);
  try {
    const chains = await verify.listChains();
    for (const chain of new Set([...chains, ...facts.heads.map((head) => head.chain)])) {
      const expectedHead = facts.heads.find((head) => head.chain === chain);
      requireWhole(await verify.verifyChain(chain, { expectedHead }));
    }
    const sessions = await setup.recordRestore({ backupOf: facts.createdAt });
    const byList = await tokens.revokeRestored(listed, "it was revoked since the backup");
    const touched = revokeSince ? await tokens.findTouchedSince(revokeSince) : [];
    const since = await tokens.revokeRestored(touched, `it was created or used since ${revokeSince?.toISOString()}`);
    return { chains: chains.length, sessions, revoked: { listed: byList, since } };
  } finally {
    await closeDatabase();
  }
}

function requireWhole(verification: Verification): void {
  if (verification.fault)
    throw new PlainError(`The audit log in the backup is not in order:\n${describe(verification)}`);
}
