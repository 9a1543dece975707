import { Badge } from "@/components/ui/badge";
import { ROLE_LABELS } from "@/lib/access/authorization/labels";
import type { Role } from "@/lib/access/authorization/permissions";

export function RoleBadge({ role }: { role: Role }) {
  return <Badge tone={role === "member" ? "neutral" : "accent"}>{ROLE_LABELS[role].name}</Badge>;
}
