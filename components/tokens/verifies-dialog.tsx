"use client";

import { useState } from "react";
import { toast } from "@/components/ui/toast";
import type { GrantedToken, TokenDto } from "@/lib/tokens/dto";
import { ChangeDialog } from "./change-dialog";
import type { TokenDialogProps } from "./dialog-props";
import { EditConflict } from "./edit-conflict";
import { withIssued } from "./issue-choice";
import type { TokenPageContext } from "./token-page-context";
import { undoChange } from "./undo-change";
import { useOfferedApis } from "./use-offered-apis";
import { useTokenChange } from "./use-token-change";
import VerifyBoxes, { type ChosenBinding } from "./verify-boxes";

const copyOf = (binding: ChosenBinding) => binding && [...binding];

function putBack(context: TokenPageContext, changed: TokenDto, before: TokenDto) {
  const verifies = copyOf(before.verifies);
  return undoChange(
    context,
    changed,
    (seen) => context.actions.setVerifies({ ...seen, verifies }),
    `“${changed.name}” verifies what it did before`,
  );
}

const isSame = (before: ChosenBinding, after: ChosenBinding): boolean =>
  before === null || after === null
    ? before === after
    : before.length === after.length && before.every((api) => after.includes(api));

/** "Verifies": the APIs that a Verifier is bound to, and "Set APIs" once something is different. */
export function VerifiesDialog(props: TokenDialogProps) {
  const { token, context, onClose } = props;
  const [chosen, setChosen] = useState<ChosenBinding>(token.verifies);
  const offered = useOfferedApis(context);
  const held = (token.verifies ?? []).map((api) => ({ api }));
  const change = useTokenChange<GrantedToken>({
    token,
    context,
    send: (_values, seen) => context.actions.setVerifies({ ...seen, verifies: copyOf(chosen) }),
    validate: () => ({}),
    onDone: (result, before) => {
      toast.success(`What “${token.name}” verifies is set`, { undo: putBack(context, result.token, before) });
      onClose();
    },
  });
  const unchanged = isSame(change.current.verifies, chosen);
  return (
    <ChangeDialog
      {...props}
      change={change}
      unchanged={unchanged}
      size="lg"
      title="Verifies"
      submitLabel="Set APIs"
      pendingLabel="Setting APIs…"
      conflict={({ verifies }) => <EditConflict>It now verifies tokens of {bindingInWords(verifies)}.</EditConflict>}
    >
      <VerifyBoxes
        apis={withIssued(offered.known, held)}
        offered={offered}
        chosen={chosen}
        onChange={setChosen}
        error={change.form.errors.verifies}
      />
    </ChangeDialog>
  );
}

function bindingInWords(binding: ChosenBinding): string {
  if (binding === null) return "all APIs";
  return binding.length === 0 ? "no API" : binding.join(", ");
}
