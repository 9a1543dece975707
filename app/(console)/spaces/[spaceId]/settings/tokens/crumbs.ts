import type { Crumb } from "@/components/frame/types";
import { spaceSettings } from "@/components/tokens/token-routes";

/** The way from a space to its tokens, and to one thing below them. */
export function spaceCrumbs(spaceId: string, below?: string): Crumb[] {
  const settings: Crumb = { label: "Settings", href: `/spaces/${spaceId}/settings` };
  if (below === undefined) return [settings, { label: "API Tokens" }];
  return [settings, { label: "API Tokens", href: spaceSettings(spaceId).base }, { label: below }];
}
