"use client";

import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useCommand } from "@/components/forms/use-command";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CopyButton } from "@/components/ui/copy-button";
import { FormError } from "@/components/ui/form-error";
import type { Verification } from "@/lib/audit/verify";
import type { Result } from "@/lib/platform/result/result";

const FAULTS: Record<NonNullable<Verification["fault"]>["reason"], string> = {
  missing: "Events before it are missing from the log.",
  altered: "It was modified, or written with another key.",
  columns: "Its shown text differs from what was written.",
  truncated: "The end of the log is missing.",
  unsealed: "Events before it changed after the audit key was reset.",
  replaced: "Another event has replaced it.",
};

interface Props {
  organizationId: string;
  verify: (input: { organizationId: string }) => Promise<Result<{ verification: Verification }>>;
}

/** Recomputes the chain on demand. A long log takes a while. */
export function VerifyLog({ organizationId, verify }: Props) {
  const [verification, setVerification] = useState<Verification | null>(null);
  const command = useCommand({
    run: () => verify({ organizationId }),
    onDone: (result) => setVerification(result.verification),
  });
  return (
    <div className="needs-script mb-4 grid justify-items-start gap-3">
      <Button size="sm" pending={command.pending} pendingLabel="Verifying…" onClick={command.fire}>
        <ShieldCheck aria-hidden />
        Verify the log
      </Button>
      <FormError message={command.error} />
      <div role="status" className="w-full empty:hidden">
        {verification && <Outcome verification={verification} />}
      </div>
    </div>
  );
}

function Outcome({ verification: { verified, sealed, head, fault } }: { verification: Verification }) {
  if (fault) {
    return (
      <Callout tone="critical" title={`Event ${fault.sequence.toLocaleString("en")} is not as it was written`}>
        {FAULTS[fault.reason]} {verified.toLocaleString("en")} events before it are in order.
      </Callout>
    );
  }
  return (
    <Callout tone="positive" title={`Verified up to now: ${verified.toLocaleString("en")} events in order`}>
      {sealed > 0 && (
        <p>
          The first {sealed.toLocaleString("en")} were written under a key that was lost: unchanged since it was reset.
        </p>
      )}
      {head && (
        <span className="flex flex-wrap items-center gap-x-2">
          <span>Store this somewhere else, to detect later whether the end of the log was removed:</span>
          <code className="font-mono text-xs break-all">{`${head.sequence}:${head.mac}`}</code>
          <CopyButton iconOnly text={`${head.sequence}:${head.mac}`} description="Copy the head" />
        </span>
      )}
    </Callout>
  );
}
