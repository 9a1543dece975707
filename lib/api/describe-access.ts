import { PERMISSION_LABELS } from "../access/authorization/labels";
import { permissionsFor, ruleOf, type Action } from "../access/authorization/permissions";

/** Describes which tokens may call an operation, from the permission table. */
export function describeAccess({ needs, path }: { readonly needs: Action; readonly path: string }): string {
  const permissions = permissionsFor(needs).map((permission) => PERMISSION_LABELS[permission].name);
  const ofTheWhole = ruleOf(needs).ofOrganization === "refused" && !/{(spaceId|id)}/.test(path);
  const reach = ofTheWhole ? " that reaches all spaces" : "";
  return `Takes a token${reach} with the permission ${permissions.join(" or ")} (\`${needs}\`).`;
}
