import type { Crumb } from "@/components/frame/types";
import { ORGANIZATION_SETTINGS } from "@/components/tokens/token-routes";
import type { TokenPageContext } from "@/components/tokens/token-page-context";

/** The breadcrumbs of the organization's tokens and the pages below. */
export function settingsCrumbs({ options }: TokenPageContext, below?: string): Crumb[] {
  const way: Crumb[] = [
    { label: options.organization.name, href: "/" },
    { label: "Settings", href: "/admin/settings" },
  ];
  if (below === undefined) return [...way, { label: "API Tokens" }];
  return [...way, { label: "API Tokens", href: ORGANIZATION_SETTINGS.base }, { label: below }];
}
