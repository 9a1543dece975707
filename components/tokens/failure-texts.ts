import { calendarDay } from "@/components/ui/relative-time";
import { PERMISSION_LABELS } from "@/lib/access/authorization/labels";
import type { Permission } from "@/lib/access/authorization/permissions";
import type { FailureTexts } from "@/lib/platform/result/failure-text";
import type { Failure } from "@/lib/platform/result/result";

/** The sentences of forms about tokens. */
export const TOKEN_TEXTS: FailureTexts = {
  name_taken: "Another API token here already has this name. Choose another one.",
  permission_not_grantable: (failure) => `You cannot grant ${beyond(failure)}. A Super Admin can.`,
  expiration_required: (failure) => `Your organization requires an expiration ${latest(failure)}.`,
  expiration_too_late: (failure) => `Your organization allows an expiration ${latest(failure)}.`,
  exceeds_parent: (failure) => beyondParent(failure),
  already_revoked: (failure) => `${text(failure.detail?.revokedBy) ?? "Someone"} has already deleted this API token.`,
  not_found: "This API token was deleted, or you no longer have access to it.",
  insufficient_scope: "You can no longer change API tokens here.",
  stale: "Someone else changed this API token.",
};

function beyondParent(failure: Failure): string {
  if (failure.field === "grants") return "The parent token cannot grant scopes of APIs.";
  if (failure.field === "subject") return "A child token keeps the subject of its parent.";
  if (failure.field === "verifies") return "A child token verifies tokens of no more APIs than its parent.";
  if (failure.field === "permissions") return `The parent token cannot grant ${beyond(failure)}.`;
  return `The parent token expires earlier. Choose an expiration ${latest(failure)}.`;
}

function beyond(failure: Failure): string {
  const names = Array.isArray(failure.detail?.beyond) ? (failure.detail.beyond as Permission[]) : [];
  return names.map((name) => PERMISSION_LABELS[name].name).join(" and ") || "these permissions";
}

function latest(failure: Failure): string {
  const at = text(failure.detail?.latest);
  return at ? `on ${calendarDay(Date.parse(at))} at the latest` : "that is sooner";
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
