"use client";

import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormError } from "@/components/ui/form-error";
import { toast } from "@/components/ui/toast";
import type { Permission } from "@/lib/authorization/permissions";
import type { TokenDto } from "@/lib/tokens/dto";
import { ChangedMeanwhile } from "./changed-meanwhile";
import type { TokenDialogProps } from "./dialog-props";
import { permissionNames } from "./labels";
import { noneChosen, PermissionBoxes } from "./permission-boxes";
import type { TokenSetting } from "./setting";
import { Ungrantable, ungrantable } from "./ungrantable";
import { useTokenChange } from "./use-token-change";

const WARNING = "Removing permissions can stop programs that use this token.";

function isSame(one: readonly Permission[], other: readonly Permission[]): boolean {
  return one.length === other.length && one.every((permission) => other.includes(permission));
}

function putBack({ actions, facts }: TokenSetting, changed: TokenDto, before: TokenDto) {
  return async () => {
    const result = await actions.setPermissions({
      organizationId: facts.organization.id,
      tokenId: changed.id,
      version: changed.version,
      permissions: [...before.permissions],
    });
    if (result.ok) toast.success(`“${changed.name}” has its permissions back`);
    else toast.error(`“${changed.name}” was changed again meanwhile and keeps its permissions`);
  };
}

/** "Permissions": the checkboxes, and "Set permissions" once something is different. */
export function PermissionsDialog({ token, setting, open, onClose, finalFocus }: TokenDialogProps) {
  const formId = useId();
  const [chosen, setChosen] = useState<readonly Permission[]>(token.permissions);
  const { grantable, organization } = setting.facts;
  const { form, current, overtaken } = useTokenChange<{ token: TokenDto }>({
    token,
    setting,
    send: (_values, { id, version }) =>
      setting.actions.setPermissions({ organizationId: organization.id, tokenId: id, version, permissions: [...chosen] }),
    validate: () => noneChosen(chosen),
    onDone: (result, before) => {
      toast.success(`Permissions of “${token.name}” set`, { undo: putBack(setting, result.token, before) });
      onClose();
    },
  });
  const beyond = ungrantable(current.permissions, grantable);
  const isLocked = beyond.length > 0;
  return (
    <Dialog
      open={open}
      onOpenChange={onClose}
      closeOnOutsidePress={isSame(chosen, current.permissions)}
      finalFocus={finalFocus}
      title="Permissions"
      description={token.name}
      footer={
        <>
          <Button onClick={onClose}>{isLocked ? "Close" : "Cancel"}</Button>
          {!isLocked && (
            <Button
              type="submit"
              form={formId}
              variant="primary"
              pending={form.pending}
              pendingLabel="Setting permissions…"
              disabled={isSame(chosen, current.permissions)}
            >
              Set permissions
            </Button>
          )}
        </>
      }
    >
      {isLocked ? (
        <Ungrantable permissions={beyond} />
      ) : (
        <form {...form.formProps} id={formId} className="grid grid-cols-1 gap-4">
          <FormError message={form.formError} />
          {overtaken && <ChangedMeanwhile>It now has {permissionNames(current.permissions)}.</ChangedMeanwhile>}
          <PermissionBoxes
            forSpace={token.space !== null}
            grantable={grantable}
            chosen={chosen}
            onChange={setChosen}
            error={form.errors.permissions}
            legend="What programs with this token may do"
            hint={WARNING}
          />
        </form>
      )}
    </Dialog>
  );
}
