"use client";

import { type ReactNode, useId } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog, type DialogProps } from "@/components/ui/dialog";
import { FormError } from "@/components/ui/form-error";
import type { TokenDto } from "@/lib/tokens/dto";
import type { Permission } from "@/lib/access/authorization/permissions";
import type { TokenDialogProps } from "./dialog-props";
import type { useTokenChange } from "./use-token-change";
import { permissionNames } from "./labels";

type Change = Pick<ReturnType<typeof useTokenChange>, "form" | "current" | "overtaken" | "repeated">;

export interface ChangeDialogProps
  extends TokenDialogProps, Pick<DialogProps, "title" | "description" | "size" | "closeOnOutsidePress"> {
  change: Change;
  submitLabel: string;
  pendingLabel: string;
  /** Nothing to save yet: a click outside closes it then, unless `closeOnOutsidePress` says otherwise. */
  unchanged?: boolean;
  /** What to tell the second of two editors, of the token as it is now. */
  conflict: (current: TokenDto) => ReactNode;
  /** The form's fields. */
  children: ReactNode;
}

/** Shown for a repeat: the first one was done, and nobody has seen its secret. */
function SecretLost() {
  return (
    <div role="alert">
      <Callout tone="caution" title="It was rotated already, and the new secret was lost with the answer">
        Another choice that you made since then was not applied. Rotate it again to get another secret. A secret from
        before the lost one stops working then.
      </Callout>
    </div>
  );
}

/** A dialog that changes one token, which describes it: its form, or which permissions keep the person from it. */
export function ChangeDialog(props: ChangeDialogProps) {
  const { change, token, context, onClose, submitLabel, pendingLabel, unchanged, conflict, children, ...own } = props;
  const { form, current, overtaken, repeated } = change;
  const dialog = { description: token.name, closeOnOutsidePress: unchanged, ...own };
  const formId = useId();
  const beyond = ungrantable(current.permissions, context.options.grantable);
  if (beyond.length > 0) {
    return (
      <Dialog {...dialog} onOpenChange={onClose} closeOnOutsidePress footer={<Button onClick={onClose}>Close</Button>}>
        <Ungrantable permissions={beyond} />
      </Dialog>
    );
  }
  const footer = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button
        type="submit"
        form={formId}
        variant="primary"
        pending={form.pending}
        pendingLabel={pendingLabel}
        disabled={unchanged}
      >
        {submitLabel}
      </Button>
    </>
  );
  return (
    <Dialog {...dialog} onOpenChange={onClose} footer={footer}>
      <form {...form.formProps} id={formId} className="grid grid-cols-1 gap-6">
        <FormError message={form.formError} />
        {overtaken && conflict(current)}
        {repeated && <SecretLost />}
        {children}
      </form>
    </Dialog>
  );
}

/** The permissions of a token that one cannot grant, and for which one cannot change it. */
function ungrantable(permissions: readonly Permission[], grantable: readonly Permission[]): Permission[] {
  return permissions.filter((permission) => !grantable.includes(permission));
}

/** Says why a token cannot be changed, instead of the form that would be refused. */
function Ungrantable({ permissions }: { permissions: readonly Permission[] }) {
  return (
    <Callout tone="caution" title="A Super Admin must do this">
      This API token has {permissionNames(permissions)}, which you cannot grant. You can delete the token, but not
      change it.
    </Callout>
  );
}
