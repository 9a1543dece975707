"use client";

import { useState, useTransition } from "react";
import { unstable_rethrow } from "next/navigation";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { lostAnswer } from "@/components/ui/lost-answer";
import { Callout } from "@/components/ui/callout";
import { toast } from "@/components/ui/toast";
import type { TokenDetails } from "@/lib/tokens/details";
import type { TokenDialogProps } from "./dialog-props";
import { countOf, spaceAccessName } from "./labels";
import { LastUse } from "./last-use";
import { refusalOf } from "./refusal";
import { useFreshDetails } from "./use-fresh-details";

const FAILED = "Latchkey did not answer. Check the list before you try again.";

function Warning({ token, descendants }: Pick<TokenDetails, "token" | "descendants">) {
  return (
    <>
      {token.lastUsed ? (
        <Callout
          tone="critical"
          title={
            <>
              It was <LastUse lastUsed={token.lastUsed} />
            </>
          }
        >
          {token.lastUsed.agent ? `By ${token.lastUsed.agent}. ` : ""}Programs that use it stop working at once.
        </Callout>
      ) : (
        <Callout tone="neutral">It has never been used.</Callout>
      )}
      {descendants > 0 && (
        <Callout tone="critical">{countOf(descendants, "child token")} will be deleted with it.</Callout>
      )}
    </>
  );
}

/** "Delete", the second time: says what stops working, and revokes at once. */
export function DeleteDialog({
  token,
  context,
  open,
  onClose,
  onDeleted,
  finalFocus,
}: TokenDialogProps & { onDeleted: () => void }) {
  const [pending, startTransition] = useTransition();
  const [error, setError] = useState<string>();
  const fresh = useFreshDetails(context, token);

  async function revoke() {
    const result = await context.actions.revoke({ organizationId: context.options.organization.id, tokenId: token.id });
    if (!result.ok) return setError(refusalOf(result).message);
    const also = result.alsoRevoked > 0 ? ` and ${countOf(result.alsoRevoked, "child token")}` : "";
    toast.success(`“${token.name}”${also} deleted`);
    onDeleted();
  }

  function confirm() {
    setError(undefined);
    startTransition(() =>
      revoke().catch((thrown: unknown) => {
        unstable_rethrow(thrown);
        console.error(thrown);
        setError(lostAnswer(thrown, FAILED));
      }),
    );
  }

  return (
    <AlertDialog
      open={open}
      onOpenChange={onClose}
      title={`Delete “${token.name}”?`}
      description={`Programs that use this API token (${token.hint}, ${spaceAccessName(token.space)}) can no longer call Latchkey. This cannot be undone.`}
      confirmLabel="Delete"
      pendingLabel="Deleting…"
      onConfirm={confirm}
      pending={pending}
      error={error}
      finalFocus={finalFocus}
    >
      <Warning {...fresh} />
    </AlertDialog>
  );
}
