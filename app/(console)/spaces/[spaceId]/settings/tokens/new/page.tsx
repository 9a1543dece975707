import type { Metadata } from "next";
import { spaceSettings } from "@/components/tokens/place";
import { TokenSettingsForm } from "@/components/tokens/token-settings";
import { loadForm } from "../../../../../admin/tokens/load";

export const metadata: Metadata = { title: "Create API Token" };

export default async function CreateSpaceTokenPage({ params }: { params: Promise<{ spaceId: string }> }) {
  return <TokenSettingsForm setting={await loadForm(spaceSettings((await params).spaceId))} />;
}
