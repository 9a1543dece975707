import { Callout } from "@/components/ui/callout";
import type { Permission } from "@/lib/access/authorization/permissions";
import { permissionNames } from "./labels";

/** The permissions of a token that one cannot grant, and for which one cannot change it. */
export function ungrantable(permissions: readonly Permission[], grantable: readonly Permission[]): Permission[] {
  return permissions.filter((permission) => !grantable.includes(permission));
}

/** Says why a token cannot be changed, instead of the form that would be refused. */
export function Ungrantable({ permissions }: { permissions: readonly Permission[] }) {
  return (
    <Callout tone="caution" title="A Super Admin must do this">
      This API token has {permissionNames(permissions)}, which you cannot grant. You can delete the token, but not
      change it.
    </Callout>
  );
}
