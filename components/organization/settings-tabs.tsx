import { Tabs } from "@/components/ui/tabs";

/** The tabs of the organization's settings. */
export function SettingsTabs({ current }: { current: "general" | "tokens" }) {
  return (
    <Tabs
      label="Organization settings"
      items={[
        { label: "General", href: "/admin/settings", current: current === "general" },
        { label: "API Tokens", href: "/admin/settings/tokens", current: current === "tokens" },
      ]}
    />
  );
}
