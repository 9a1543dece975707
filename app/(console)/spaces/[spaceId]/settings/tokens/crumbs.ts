import type { Crumb } from "@/components/frame/types";
import { spaceSettings } from "@/components/tokens/token-routes";

/** The breadcrumbs of a space's tokens and the pages below. */
export function spaceCrumbs(spaceId: string, below?: string): Crumb[] {
  const settings: Crumb = { label: "Settings", href: `/spaces/${spaceId}/settings` };
  if (below === undefined) return [settings, { label: "API Tokens" }];
  return [settings, { label: "API Tokens", href: spaceSettings(spaceId).base }, { label: below }];
}
