"use client";

import { type ReactNode, type RefObject, useState } from "react";
import { newFormId } from "@/components/forms/form-id";
import { useCommand } from "@/components/forms/use-command";
import { loadedOr, useLoaded } from "@/components/forms/use-loaded";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Callout } from "@/components/ui/callout";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import type { Result } from "@/lib/platform/result/result";
import type { RevocableTokens, RevokedTokens } from "@/lib/tokens/dto";
import { MAX_REVOKED_AT_ONCE } from "@/lib/tokens/limits";
import { TOKEN_TEXTS } from "./failure-texts";
import { cappedCountOf, countOf, usedInWords } from "./labels";

export interface RevokeManyDialogProps {
  /** Names the tokens in the title: "for “cus_1”". */
  which: string;
  /** As the page counted them. */
  tokens: RevocableTokens;
  /** Counts them when the dialog opens, and whenever this changes: the page may be old. */
  count: () => Promise<Result<RevocableTokens>>;
  revoke: (formId: string) => Promise<Result<RevokedTokens>>;
  open: boolean;
  /** Where the focus goes afterwards. */
  finalFocus: RefObject<HTMLElement | null>;
  onClose: () => void;
  /** After they are revoked. */
  onDone: () => void;
  /** Fields that narrow the choice. */
  children?: ReactNode;
}

const NO_ANSWER =
  "The server did not answer, so the API tokens may be deleted already. Delete again: it is not done twice.";

/** Asks before many tokens are revoked: says how many, and whether they are in use. */
export default function RevokeManyDialog(props: RevokeManyDialogProps) {
  const { which, tokens, count, revoke, open, finalFocus, onClose, onDone, children } = props;
  const [formId] = useState(newFormId);
  const { unrevoked, used, lastUsedAt } = loadedOr(useLoaded(count), tokens);
  const command = useCommand({
    run: () => revoke(formId),
    texts: TOKEN_TEXTS,
    noAnswer: NO_ANSWER,
    onDone({ revoked }) {
      toast.success(doneInWords(revoked));
      onDone();
    },
  });
  return (
    <AlertDialog
      open={open}
      onOpenChange={onClose}
      title={`Delete ${cappedCountOf(unrevoked, "API token")} ${which}?`}
      description="All of them stop working at once. This cannot be undone."
      confirmLabel="Delete all"
      pendingLabel="Deleting…"
      onConfirm={command.fire}
      pending={command.pending}
      error={command.error}
      finalFocus={finalFocus}
    >
      {used > 0 ? (
        <Callout tone="critical" title={usedInWords(used)}>
          The last use was <Time at={lastUsedAt} />. Programs that use these tokens stop working at once.
        </Callout>
      ) : (
        <Callout tone="neutral">{usedInWords(used)}</Callout>
      )}
      {children}
    </AlertDialog>
  );
}

/** "3 API tokens deleted". */
function doneInWords(revoked: number): string {
  if (revoked === 0) return "There was no API token left to delete";
  const more = revoked >= MAX_REVOKED_AT_ONCE ? ". There may be more: delete again" : "";
  return `${countOf(revoked, "API token")} deleted${more}`;
}
