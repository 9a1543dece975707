import { Tabs } from "@/components/ui/tabs";

/** The scanned assets, and the reports that described them. */
export function AssetTabs({ spaceId, current }: { spaceId: string; current: "assets" | "reports" }) {
  return (
    <Tabs
      label="Assets and reports"
      items={[
        { label: "Assets", href: `/spaces/${spaceId}/assets`, current: current === "assets" },
        { label: "Reports", href: `/spaces/${spaceId}/reports`, current: current === "reports" },
      ]}
    />
  );
}
