/** The pages of a space below its overview, as the navigation lists them. */
const SPACE_PAGES = [
  { path: "policies", label: "Policies", icon: "policies" },
  { path: "querypacks", label: "Query packs", icon: "querypacks" },
  { path: "assets", label: "Assets", icon: "assets" },
] as const;
const SETTINGS = { path: "settings", label: "Settings", icon: "settings" } as const;

export type SpaceIcon = (typeof SPACE_PAGES)[number]["icon"] | (typeof SETTINGS)["icon"];

/** The pages that the user sees. Settings are shown to those who may change them. */
export function spacePages({ canManage }: { canManage: boolean }) {
  return canManage ? [...SPACE_PAGES, SETTINGS] : SPACE_PAGES;
}
