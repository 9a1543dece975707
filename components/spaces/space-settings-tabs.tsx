import { Tabs } from "@/components/ui/tabs";

/** The tabs of a space's settings. */
export function SpaceSettingsTabs({ spaceId, current }: { spaceId: string; current: "general" | "tokens" }) {
  const path = `/spaces/${spaceId}/settings`;
  return (
    <Tabs
      label="Space settings"
      items={[
        { label: "General", href: path, current: current === "general" },
        { label: "API Tokens", href: `${path}/tokens`, current: current === "tokens" },
      ]}
    />
  );
}
