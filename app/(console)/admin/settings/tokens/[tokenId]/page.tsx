import type { Metadata } from "next";
import { ORGANIZATION_SETTINGS } from "@/components/tokens/place";
import { TokenSettingsDetails } from "@/components/tokens/token-settings";
import { loadToken } from "../../../tokens/load";

export const metadata: Metadata = { title: "API token" };

export default async function OrganizationTokenPage({ params }: { params: Promise<{ tokenId: string }> }) {
  return <TokenSettingsDetails {...await loadToken(ORGANIZATION_SETTINGS, (await params).tokenId)} />;
}
