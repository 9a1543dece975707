/** The pages of the admin dashboard, as the navigation and the palette list them. */
export const ADMIN_PAGES = [
  { href: "/admin/tokens", label: "API Tokens", icon: "tokens" },
  { href: "/admin/apis", label: "APIs", icon: "apis" },
  { href: "/admin/spaces", label: "Spaces", icon: "spaces" },
  { href: "/admin/members", label: "Members", icon: "members" },
  { href: "/admin/audit", label: "Audit log", icon: "audit" },
  { href: "/admin/usage", label: "Usage", icon: "usage" },
  { href: "/admin/denials", label: "Denials", icon: "denials" },
  { href: "/admin/advice", label: "Advice", icon: "advice" },
  { href: "/admin/settings", label: "Settings", icon: "settings" },
] as const;

export type AdminIcon = (typeof ADMIN_PAGES)[number]["icon"];
