// npm run soak: revokes tokens under load while faults happen, and fails if a revoked token is still accepted. --short
// is a quick run.
import { ensureBuild } from "../building";
import { report } from "../plain-error";
import { startFleet } from "../soak/fleet";
import type { LedgerFindings } from "../soak/ledger";
import { LONG, ROUNDS, runRound, SHORT } from "../soak/rounds";

function tell(
  name: string,
  {
    checks,
    accepted,
    remembered,
    unanswered,
    revoked,
    stale,
    lastAcceptAfterSending,
    slowestRevocation,
  }: LedgerFindings,
): void {
  console.log(`\n${name}`);
  console.log(`  ${revoked} tokens revoked; ${checks} checks, ${accepted} accepted, ${unanswered} not answered`);
  console.log(`  ${remembered} accepted from the memory of @latchkey/verifier, which has a second to forget`);
  console.log(
    `  last accepted request began ${lastAcceptAfterSending.toFixed(0)} ms after its revocation was sent; the ` +
      `slowest answer took ${slowestRevocation.toFixed(0)} ms`,
  );
  console.log(
    stale.length === 0
      ? "  none accepted after the answer"
      : `  STALE: ${stale.length}\n    ${stale.slice(0, 20).join("\n    ")}`,
  );
}

try {
  const size = process.argv.includes("--short") ? SHORT : LONG;
  await ensureBuild(console.log);
  const fleet = await startFleet();
  try {
    for (const round of ROUNDS) {
      const findings = await runRound(round, fleet, size);
      tell(round.name, findings);
      if (findings.stale.length > 0) process.exitCode = 1;
    }
  } finally {
    await fleet.stop();
  }
} catch (error) {
  report(error);
  process.exitCode = 1;
} finally {
  process.exit();
}
