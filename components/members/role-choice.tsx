import { RadioGroup } from "@/components/ui/radio-group";
import { ROLE_LABELS } from "@/lib/access/authorization/labels";
import { ROLES, type Role } from "@/lib/access/authorization/permissions";

interface Props {
  defaultValue: Role;
  /** The roles that this person may give; the others are shown, and say why not. */
  assignable: readonly Role[];
  error: string | undefined;
}

export function RoleChoice({ defaultValue, assignable, error }: Props) {
  const options = ROLES.map((role) => {
    const { name, explanation } = ROLE_LABELS[role];
    const may = assignable.includes(role);
    return {
      value: role,
      label: name,
      hint: may ? explanation : `${explanation} Only a Super Admin can appoint one.`,
      disabled: !may,
    };
  });
  return <RadioGroup name="role" legend="Role" options={options} defaultValue={defaultValue} error={error} />;
}
