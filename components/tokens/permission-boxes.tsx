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
}

function toggled(chosen: readonly Permission[], permission: Permission, on: boolean): Permission[] {
  return PERMISSIONS.filter((candidate) => (candidate === permission ? on : chosen.includes(candidate)));
}

/** An Issuer names its APIs, which this form does not ask for. */
const OFFERED = PERMISSIONS.filter((permission) => permission !== "issuer");

/** What a form says when no permission is left. */
export function noneChosen(chosen: readonly Permission[]): FieldErrors {
  return chosen.length > 0 ? {} : { permissions: "Choose at least one permission." };
}

/** The permissions as checkboxes, each with its plain explanation; what one cannot grant says who can. */
export function PermissionBoxes({
  forSpace,
  grantable,
  chosen,
  onChange,
  error,
  hint,
  legend = "Permissions",
}: PermissionBoxesProps) {
  return (
    <Fieldset legend={legend} hint={hint} error={error}>
      <div className="grid gap-4 sm:grid-cols-2">
        {OFFERED.map((permission) => {
          const { name, organization, space } = PERMISSION_LABELS[permission];
          const isGrantable = grantable.includes(permission);
          const explanation = forSpace ? space : organization;
          return (
            <Checkbox
              key={permission}
              name="permissions"
              value={permission}
              label={name}
              hint={isGrantable ? explanation : `${explanation} Only a Super Admin can grant it.`}
              disabled={!isGrantable}
              checked={chosen.includes(permission)}
              onChange={(event) => onChange(toggled(chosen, permission, event.target.checked))}
            />
          );
        })}
      </div>
    </Fieldset>
  );
}
