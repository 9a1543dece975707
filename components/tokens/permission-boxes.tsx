"use client";

import { Checkbox } from "@/components/ui/checkbox";
import { Fieldset } from "@/components/ui/fieldset";
import type { FieldErrors } from "@/components/ui/form-errors";
import { PERMISSION_LABELS } from "@/lib/access/authorization/labels";
import { PERMISSIONS, type Permission } from "@/lib/access/authorization/permissions";

export interface PermissionBoxesProps {
  /** Whether the token is for one space: the explanations differ. */
  forSpace: boolean;
  grantable: readonly Permission[];
  chosen: readonly Permission[];
  onChange: (chosen: Permission[]) => void;
  error?: string;
  hint?: string;
  legend?: string;
  /** Offers Issuer, for a new token of an organization with APIs. */
  withIssuer?: boolean;
}

/** Issuer is never together with others. */
function toggled(chosen: readonly Permission[], permission: Permission, on: boolean): Permission[] {
  if (on && permission === "issuer") return ["issuer"];
  const others = on ? chosen.filter((candidate) => candidate !== "issuer") : chosen;
  return PERMISSIONS.filter((candidate) => (candidate === permission ? on : others.includes(candidate)));
}

/** Why a permission cannot be chosen. Undefined if it can. */
function obstacle(permission: Permission, { forSpace, grantable }: PermissionBoxesProps): string | undefined {
  if (!grantable.includes(permission)) return "Only a Super Admin can grant it.";
  return forSpace && permission === "issuer" ? "Choose all spaces to grant it." : undefined;
}

/** What a form says when no permission is left. */
export function noneChosen(chosen: readonly Permission[]): FieldErrors {
  return chosen.length > 0 ? {} : { permissions: "Choose at least one permission." };
}

/** The permissions as checkboxes, each with its plain explanation; what one cannot grant says who can. */
export function PermissionBoxes(props: PermissionBoxesProps) {
  const { forSpace, chosen, onChange, error, hint, legend = "Permissions", withIssuer = false } = props;
  const offered = PERMISSIONS.filter((permission) => withIssuer || permission !== "issuer");
  return (
    <Fieldset legend={legend} hint={hint} error={error}>
      <div className="grid gap-4 sm:grid-cols-2">
        {offered.map((permission) => {
          const { name, organization, space } = PERMISSION_LABELS[permission];
          const isIssuer = permission === "issuer";
          const explanation = forSpace && !isIssuer ? space : organization;
          const why = obstacle(permission, props) ?? (isIssuer ? "Not together with others." : "");
          return (
            <Checkbox
              key={permission}
              name="permissions"
              value={permission}
              label={name}
              hint={`${explanation} ${why}`.trim()}
              disabled={obstacle(permission, props) !== undefined}
              checked={chosen.includes(permission)}
              onChange={(event) => onChange(toggled(chosen, permission, event.target.checked))}
            />
          );
        })}
      </div>
    </Fieldset>
  );
}
