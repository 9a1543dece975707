import type { Metadata } from "next";
import { spaceSettings } from "@/components/tokens/place";
import { TokenSettingsDetails } from "@/components/tokens/token-settings";
import { loadToken } from "../../../../../admin/tokens/load";

export const metadata: Metadata = { title: "API token" };

export default async function SpaceTokenPage({ params }: { params: Promise<{ spaceId: string; tokenId: string }> }) {
  const { spaceId, tokenId } = await params;
  return <TokenSettingsDetails {...await loadToken(spaceSettings(spaceId), tokenId)} />;
}
