import type { Metadata } from "next";
import type { SearchParams } from "@/components/tokens/list-view";
import { ORGANIZATION_SETTINGS } from "@/components/tokens/place";
import { TokenSettingsList } from "@/components/tokens/token-settings";
import { loadList } from "../../tokens/load";

export const metadata: Metadata = { title: "API Tokens · Organization settings" };

export default async function OrganizationTokensPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return <TokenSettingsList {...await loadList(ORGANIZATION_SETTINGS, await searchParams)} />;
}
