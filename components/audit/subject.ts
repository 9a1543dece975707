import type { AuditEventDto } from "@/lib/audit/dto";

/** The names of the kinds of resources that events are about. */
const NAMES: Record<string, string> = {
  token: "API token",
  api: "API",
  subject: "Subject",
  space: "Space",
  member: "Member",
  user: "Account",
  invitation: "Invitation",
  organization: "Organization",
  bundle: "Bundle",
  policy: "Policy",
  querypack: "Query pack",
  asset: "Asset",
  report: "Report",
  signing_key: "Signing key",
  deployment: "Deployment",
};

/** What an event is about, and its page; null if it has none or was deleted. */
export function subjectOf({
  action,
  resource: { kind, id },
  spaceId,
}: Pick<AuditEventDto, "action" | "resource" | "spaceId">): { name: string; href: string | null } {
  return { name: NAMES[kind] ?? kind, href: action.endsWith(".deleted") && kind !== "token" ? null : hrefOf() };

  function hrefOf(): string | null {
    if (kind === "token") return `/admin/tokens/${id}`;
    if (kind === "subject") return `/admin/subjects/${encodeURIComponent(id)}`;
    if (kind === "api") return `/admin/apis/${id}`;
    if (kind === "space") return `/spaces/${id}`;
    if (kind === "organization") return "/admin/settings";
    if (kind === "member" || kind === "invitation") return "/admin/members";
    if (kind === "asset") return spaceId && `/spaces/${spaceId}/assets/${id}`;
    if (kind === "report") return spaceId && `/spaces/${spaceId}/reports`;
    return null;
  }
}
