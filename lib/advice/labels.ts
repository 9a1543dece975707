import { PERMISSION_LABELS } from "../access/authorization/labels";
import type { Permission } from "../access/authorization/permissions";
import type { Advice, AdviceKind } from "./dto";

/** Each kind in a few words. */
export const ADVICE_LABELS: Record<AdviceKind, string> = {
  many_addresses: "Used from many addresses",
  unneeded_permissions: "Permissions not needed",
  unneeded_scopes: "Scopes not needed",
  no_networks: "Not limited to its network",
  no_expiration: "Never expires",
  never_used: "Never used",
  unused: "Long unused",
  old_secret: "Old secret",
};

/** How many scopes are named. */
const NAMED = 3;

const list = new Intl.ListFormat("en", { type: "conjunction" });

/** A piece of advice in a sentence, with what it was found from. */
export function adviceText(advice: Advice): string {
  switch (advice.kind) {
    case "many_addresses":
      return `${advice.addresses} addresses used it in the last 30 days. It seems to be shared.`;
    case "unneeded_permissions":
      return advice.enough.length === 0
        ? "No request of the last 30 days needed its permissions."
        : `Requests of the last 30 days needed ${permissionsText(advice.enough)} only.`;
    case "unneeded_scopes":
      return `No check of the last 30 days demanded ${scopesText(advice.scopes.map(({ scope }) => scope))}.`;
    case "no_networks":
      return `All use of the last 30 days came from ${advice.network}.`;
    case "no_expiration":
      return "It never expires.";
    case "never_used":
      return "It was never used.";
    case "unused":
      return `It was not used for ${advice.days} days.`;
    case "old_secret":
      return `Its secret is ${advice.days} days old.`;
  }
}

const permissionsText = (permissions: readonly Permission[]): string =>
  list.format(permissions.map((permission) => PERMISSION_LABELS[permission].name));

function scopesText(scopes: readonly string[]): string {
  const more = scopes.length - NAMED;
  return list.format(more > 0 ? [...scopes.slice(0, NAMED), `${more} more`] : scopes);
}
