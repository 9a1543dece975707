import type { TabLink } from "@/components/ui/tabs";

/** The tabs of Organization › Settings and of Space › Settings. */
export type SettingsTab = "general" | "tokens";

const TABS: readonly { tab: SettingsTab; label: string; path: string }[] = [
  { tab: "general", label: "General", path: "" },
  { tab: "tokens", label: "API Tokens", path: "/tokens" },
];

/** Where an organization's settings stand. */
export const ORGANIZATION_SETTINGS_PATH = "/admin/settings";

/** Where a space's settings stand. */
export function spaceSettingsPath(spaceId: string): string {
  return `/spaces/${spaceId}/settings`;
}

/** The tabs as links below `path`. */
export function settingsTabs(path: string, current: SettingsTab): TabLink[] {
  return TABS.map(({ tab, label, path: below }) => ({ label, href: path + below, current: tab === current }));
}
