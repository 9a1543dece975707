import { PERMISSION_LABELS } from "@/lib/access/authorization/labels";
import type { Permission } from "@/lib/access/authorization/permissions";
import type { TokenDto } from "@/lib/tokens/dto";
import { FORECAST_DAYS, MAX_COUNTED, type TokenStatus } from "@/lib/tokens/limits";
import type { LiveCount } from "@/lib/tokens/scope-holders";
import type { Tone } from "@/components/ui/tone";

export const STATUS_LABELS: Record<TokenStatus, { label: string; tone: Tone }> = {
  live: { label: "Live", tone: "positive" },
  expiring: { label: "Expires soon", tone: "caution" },
  expired: { label: "Expired", tone: "neutral" },
  revoked: { label: "Deleted", tone: "critical" },
};

/** "Viewer, Agent"; "None" for a token that has scopes of APIs only. */
export function permissionNames(permissions: readonly Permission[]): string {
  if (permissions.length === 0) return "None";
  return permissions.map((permission) => PERMISSION_LABELS[permission].name).join(", ");
}

/** How many scopes are named in a sentence. */
const MAX_NAMED_SCOPES = 5;

/** "the scopes invoices:read, invoices:write"; "no scopes of APIs". */
export function scopeNames(grants: TokenDto["grants"]): string {
  const names = grants.flatMap(({ scopes }) => scopes);
  if (names.length === 0) return "no scopes of APIs";
  const more = names.length - MAX_NAMED_SCOPES;
  const named = names.slice(0, MAX_NAMED_SCOPES).join(", ");
  return (
    `the ${names.length === 1 ? "scope" : "scopes"} ${named}` +
    `${more > 0 ? ` and ${more.toLocaleString("en")} more` : ""}`
  );
}

/** "All spaces", or the space's name. A token with scopes of APIs alone reaches "No spaces". */
export function spaceAccessName({ space, permissions }: Pick<TokenDto, "space" | "permissions">): string {
  return permissions.length === 0 ? "No spaces" : (space?.name ?? "All spaces");
}

/** What a token lets programs call: "Latchkey", "your APIs". */
export function calledWith({ permissions, grants }: Pick<TokenDto, "permissions" | "grants">): string {
  if (grants.length === 0) return "Latchkey";
  return permissions.length === 0 ? "your APIs" : "Latchkey and your APIs";
}

/** "3 were used in the last 7 days." */
export function usedInWords(used: number): string {
  if (used === 0) return `None was used in the last ${FORECAST_DAYS} days.`;
  return `${used.toLocaleString("en")} ${used === 1 ? "was" : "were"} used in the last ${FORECAST_DAYS} days.`;
}

/** "1 token", "1,204 tokens". */
export function countOf(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}

/** The same for a count that ends at MAX_COUNTED: "10,000+ tokens". */
export function cappedCountOf(count: number, noun: string): string {
  return count > MAX_COUNTED ? `${MAX_COUNTED.toLocaleString("en")}+ ${noun}s` : countOf(count, noun);
}

/** "12", or "1,000+" for a count that ended early. */
export function liveText({ live, isExact }: LiveCount): string {
  return `${live.toLocaleString("en")}${isExact ? "" : "+"}`;
}
