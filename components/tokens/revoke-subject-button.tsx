"use client";

import { type RefObject, useEffect, useRef, useState } from "react";
import { newFormId } from "@/components/forms/form-id";
import { useCommand } from "@/components/forms/use-command";
import { CONTENT_ID } from "@/components/frame/skip-link";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Time } from "@/components/ui/time";
import { toast } from "@/components/ui/toast";
import type { Result } from "@/lib/platform/result/result";
import type { RevokedTokens, SubjectTokens } from "@/lib/tokens/dto";
import { MAX_REVOKED_AT_ONCE } from "@/lib/tokens/limits";
import { countOf, usedInWords } from "./labels";

interface OfSubject {
  organizationId: string;
  subject: string;
}

interface Props extends OfSubject {
  /** As the page counted them. */
  tokens: SubjectTokens;
  count: (input: OfSubject) => Promise<Result<SubjectTokens>>;
  revoke: (input: OfSubject & { formId: string }) => Promise<Result<RevokedTokens>>;
}

/** Revokes all tokens for a subject, after a question. */
export function RevokeSubjectButton(props: Props) {
  const [open, setOpen] = useState(false);
  const focus = useRef<HTMLElement | null>(null);
  if (props.tokens.unrevoked === 0 && !open) return null;
  return (
    <>
      <Button
        variant="danger"
        className="needs-script"
        onClick={(event) => {
          focus.current = event.currentTarget;
          setOpen(true);
        }}
      >
        Delete all API tokens…
      </Button>
      {open && <RevokeDialog {...props} finalFocus={focus} onClose={() => setOpen(false)} />}
    </>
  );
}

const NO_ANSWER =
  "The server did not answer, so the API tokens may be deleted already. Delete again: it is not done twice.";

interface DialogProps extends Props {
  finalFocus: RefObject<HTMLElement | null>;
  onClose: () => void;
}

function RevokeDialog({ organizationId, subject, tokens, count, revoke, finalFocus, onClose }: DialogProps) {
  const [formId] = useState(newFormId);
  const { unrevoked, used, lastUsedAt } = useFreshCount({ organizationId, subject, tokens, count });
  const command = useCommand({
    run: () => revoke({ organizationId, subject, formId }),
    noAnswer: NO_ANSWER,
    onDone({ revoked }) {
      toast.success(doneInWords(revoked));
      finalFocus.current = document.getElementById(CONTENT_ID); // the button is gone
      onClose();
    },
  });
  return (
    <AlertDialog
      open
      onOpenChange={onClose}
      title={`Delete ${countOf(unrevoked, "API token")} for “${subject}”?`}
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
    </AlertDialog>
  );
}

/** "3 API tokens deleted". */
function doneInWords(revoked: number): string {
  if (revoked === 0) return "There was no API token left to delete";
  const more = revoked >= MAX_REVOKED_AT_ONCE ? ". There may be more: delete again" : "";
  return `${countOf(revoked, "API token")} deleted${more}`;
}

/** The numbers when the dialog opens: those of the page may be old. */
function useFreshCount({ organizationId, subject, tokens, count }: Omit<Props, "revoke">): SubjectTokens {
  const [fresh, setFresh] = useState(tokens);
  useEffect(() => {
    let isCurrent = true;
    count({ organizationId, subject })
      .then((result) => {
        if (isCurrent && result.ok) setFresh(result);
      })
      // The dialog works without it.
      .catch((error: unknown) => console.error(error));
    return () => {
      isCurrent = false;
    };
  }, [count, organizationId, subject]);
  return fresh;
}
