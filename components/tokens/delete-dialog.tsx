"use client";

import { useState } from "react";
import { newFormId } from "@/components/forms/form-id";
import { useCommand } from "@/components/forms/use-command";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/checkbox";
import { toast } from "@/components/ui/toast";
import type { TokenDetails } from "@/lib/tokens/details";
import type { RevocableTokens, TokenDto } from "@/lib/tokens/dto";
import type { TokenDialogProps } from "./dialog-props";
import { TOKEN_TEXTS } from "./failure-texts";
import { calledWith, cappedCountOf, countOf, spaceAccessName, usedInWords } from "./labels";
import { LastUse } from "./last-use";
import { SinceField, sinceOf } from "./since-field";
import type { TokenPageContext } from "./token-page-context";
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

/** Whether to revoke also what an Issuer made, and since when. */
function useIssuedChoice(token: TokenDto, { actions, options }: TokenPageContext) {
  const [isWanted, setWanted] = useState(false);
  const [since, setSince] = useState("");

  /** The Issuer is deleted by now, whatever happens here. So a failure has a message of its own. */
  async function revoke() {
    if (!isWanted) return;
    const of = { organizationId: options.organization.id, tokenId: token.id, since: sinceOf(since) };
    const result = await actions.revokeIssued({ ...of, formId: newFormId() }).catch(() => null);
    if (result?.ok) toast.success(`${countOf(result.revoked, "issued API token")} deleted`);
    else toast.error(`What “${token.name}” issued may not be deleted. Look at its page, and delete it there.`);
  }

  return { isWanted, setWanted, since, setSince, revoke };
}

function IssuedChoice({ issued, choice }: { issued: RevocableTokens; choice: ReturnType<typeof useIssuedChoice> }) {
  const { unrevoked, used } = issued;
  const amount = `There ${unrevoked === 1 ? "is" : "are"} ${cappedCountOf(unrevoked, "API token")}.`;
  return (
    <>
      <Checkbox
        label="Also delete the API tokens that it issued"
        hint={`${amount} ${usedInWords(used)} Otherwise they keep working.`}
        checked={choice.isWanted}
        onChange={(event) => choice.setWanted(event.target.checked)}
      />
      {choice.isWanted && <SinceField value={choice.since} onChange={choice.setSince} />}
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
  const issued = useIssuedChoice(token, context);
  const command = useCommand({
    async run() {
      const organizationId = context.options.organization.id;
      const result = await context.actions.revoke({ organizationId, tokenId: token.id });
      if (result.ok) await issued.revoke();
      return result;
    },
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
      description={
        `Programs that use this API token (${token.hint}, ${spaceAccessName(token)}) can no longer call ` +
        `${calledWith(token)}. This cannot be undone.`
      }
      confirmLabel="Delete"
      pendingLabel="Deleting…"
      onConfirm={command.fire}
      pending={command.pending}
      error={command.error}
      finalFocus={finalFocus}
    >
      <Warning {...fresh} />
      {fresh.issued && fresh.issued.unrevoked > 0 && <IssuedChoice issued={fresh.issued} choice={issued} />}
    </AlertDialog>
  );
}
