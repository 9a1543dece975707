"use client";

import { toast } from "@/components/ui/toast";
import type { GrantedToken, TokenDto } from "@/lib/tokens/dto";
import { ChangeDialog } from "./change-dialog";
import type { TokenDialogProps } from "./dialog-props";
import { EditConflict } from "./edit-conflict";
import { CountedFields } from "./counted-fields";
import { countedErrors, countedLimitsOf } from "./counted-input";
import { LimitFields } from "./limit-fields";
import { atLimitFields, copyOf, limitErrors, limitsOf } from "./limits-input";
import { limitsInWords } from "./limits-words";
import type { TokenPageContext } from "./token-page-context";
import { undoChange } from "./undo-change";
import { useTokenChange } from "./use-token-change";

function putBack(context: TokenPageContext, changed: TokenDto, before: TokenDto) {
  const limits = copyOf(before.limits);
  return undoChange(
    context,
    changed,
    (seen) => context.actions.setLimits({ ...seen, limits }),
    `The limits of “${changed.name}” are those from before`,
  );
}

/** "Limits": from where, from when and how often a token works. */
export function LimitsDialog(props: TokenDialogProps) {
  const { token, context, onClose } = props;
  const change = useTokenChange<GrantedToken>({
    token,
    context,
    send: async (values, seen) => {
      const limits = { ...limitsOf(values, token.limits), ...countedLimitsOf(values) };
      return atLimitFields(await context.actions.setLimits({ ...seen, limits }));
    },
    validate: (values) => ({ ...limitErrors(values), ...countedErrors(values) }),
    onDone: (result, before) => {
      toast.success(`The limits of “${token.name}” are set`, { undo: putBack(context, result.token, before) });
      onClose();
    },
  });
  return (
    <ChangeDialog
      {...props}
      change={change}
      closeOnOutsidePress={false}
      title="Limits"
      submitLabel="Set limits"
      pendingLabel="Setting limits…"
      conflict={({ limits }) => <EditConflict>It now works {limitsInWords(limits)}.</EditConflict>}
    >
      <LimitFields
        errors={change.form.errors}
        limits={token.limits}
        hint="They hold from the next request on, for its child tokens too. Empty fields limit nothing."
      >
        <CountedFields errors={change.form.errors} limits={token.limits} />
      </LimitFields>
    </ChangeDialog>
  );
}
