import { Tabs } from "@/components/ui/tabs";

/** What was scanned, and the reports that told of it. */
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
