"use client";

import { useState } from "react";
import { Callout } from "@/components/ui/callout";
import { toast } from "@/components/ui/toast";
import type { Permission } from "@/lib/access/authorization/permissions";
import type { RepermissionedToken, TokenDto } from "@/lib/tokens/dto";
import { ChangeDialog } from "./change-dialog";
import { EditConflict } from "./edit-conflict";
import type { TokenDialogProps } from "./dialog-props";
import { countOf, permissionNames } from "./labels";
import { noneChosen, PermissionBoxes } from "./permission-boxes";
import type { TokenPageContext } from "./token-page-context";
import { undoChange } from "./undo-change";
import { useFreshDetails } from "./use-fresh-details";
import { useTokenChange } from "./use-token-change";

const WARNING = "Removing permissions can stop programs that use this token.";

function isSame(one: readonly Permission[], other: readonly Permission[]): boolean {
  return one.length === other.length && one.every((permission) => other.includes(permission));
}

/** The effect on child tokens; empty if nothing changed. */
function alsoChanged({ alsoNarrowed, alsoRevoked }: RepermissionedToken): string {
  const parts = [
    ...(alsoNarrowed > 0 ? [`${countOf(alsoNarrowed, "API token")} narrowed`] : []),
    ...(alsoRevoked > 0 ? [`${countOf(alsoRevoked, "API token")} deleted`] : []),
  ];
  return parts.length > 0 ? `. Child tokens: ${parts.join(", ")}` : "";
}

function putBack(context: TokenPageContext, changed: TokenDto, before: TokenDto) {
  return undoChange(
    context,
    changed,
    (seen) => context.actions.setPermissions({ ...seen, permissions: [...before.permissions] }),
    `“${changed.name}” has its permissions back`,
  );
}

/** "Permissions": the checkboxes, and "Set permissions" once something is different. */
export function PermissionsDialog(props: TokenDialogProps) {
  const { token, context, onClose } = props;
  const [chosen, setChosen] = useState<readonly Permission[]>(token.permissions);
  const { grantable } = context.options;
  const change = useTokenChange<RepermissionedToken>({
    token,
    context,
    send: (_values, seen) => context.actions.setPermissions({ ...seen, permissions: [...chosen] }),
    validate: () => (token.grants.length > 0 ? {} : noneChosen(chosen)),
    onDone: (result, before) => {
      const also = alsoChanged(result);
      // What was taken from others would not come back with it.
      toast.success(
        `Permissions of “${token.name}” set${also}`,
        also ? {} : { undo: putBack(context, result.token, before) },
      );
      onClose();
    },
  });
  const { descendants } = useFreshDetails(context, token);
  const isNarrower = change.current.permissions.some((permission) => !chosen.includes(permission));
  const unchanged = isSame(chosen, change.current.permissions);
  return (
    <ChangeDialog
      {...props}
      change={change}
      unchanged={unchanged}
      title="Permissions"
      submitLabel="Set permissions"
      pendingLabel="Setting permissions…"
      conflict={(current) => <EditConflict>It now has {permissionNames(current.permissions)}.</EditConflict>}
    >
      <PermissionBoxes
        forSpace={token.space !== null}
        grantable={grantable}
        chosen={chosen}
        onChange={setChosen}
        error={change.form.errors.permissions}
        legend="What programs with this token can do"
        hint={WARNING}
      />
      {descendants > 0 && isNarrower && (
        <Callout tone="critical" title={`It has ${countOf(descendants, "child token")}`}>
          They lose permissions that this token can no longer grant. A child token left without permissions is deleted.
        </Callout>
      )}
    </ChangeDialog>
  );
}
