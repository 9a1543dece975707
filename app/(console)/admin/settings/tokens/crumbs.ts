import type { Crumb } from "@/components/frame/types";
import { ORGANIZATION_SETTINGS } from "@/components/tokens/place";
import type { TokenSetting } from "@/components/tokens/setting";

/** The way to the organization's tokens, and to one thing below them. */
export function settingsCrumbs({ facts }: TokenSetting, below?: string): Crumb[] {
  const way: Crumb[] = [
    { label: facts.organization.name, href: "/" },
    { label: "Settings", href: "/admin/settings" },
  ];
  if (below === undefined) return [...way, { label: "API Tokens" }];
  return [...way, { label: "API Tokens", href: ORGANIZATION_SETTINGS.base }, { label: below }];
}
