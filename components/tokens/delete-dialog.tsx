"use client";

import { useCommand } from "@/components/forms/use-command";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Callout } from "@/components/ui/callout";
import { toast } from "@/components/ui/toast";
import type { TokenDetails } from "@/lib/tokens/details";
import type { TokenDialogProps } from "./dialog-props";
import { TOKEN_TEXTS } from "./failure-texts";
import { countOf, spaceAccessName } from "./labels";
import { LastUse } from "./last-use";
import { useFreshDetails } from "./use-fresh-details";

const NO_ANSWER = "Latchkey did not answer. Check the list before you try again.";

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
  const fresh = useFreshDetails(context, token);
  const command = useCommand({
    run: () => context.actions.revoke({ organizationId: context.options.organization.id, tokenId: token.id }),
    texts: TOKEN_TEXTS,
    noAnswer: NO_ANSWER,
    onDone: ({ alsoRevoked }) => {
      const also = alsoRevoked > 0 ? ` and ${countOf(alsoRevoked, "child token")}` : "";
      toast.success(`“${token.name}”${also} deleted`);
      onDeleted();
    },
  });

  return (
    <AlertDialog
      open={open}
      onOpenChange={onClose}
      title={`Delete “${token.name}”?`}
      description={`Programs that use this API token (${token.hint}, ${spaceAccessName(token.space)}) can no longer call Latchkey. This cannot be undone.`}
      confirmLabel="Delete"
      pendingLabel="Deleting…"
      onConfirm={command.fire}
      pending={command.pending}
      error={command.error}
      finalFocus={finalFocus}
    >
      <Warning {...fresh} />
    </AlertDialog>
  );
}
