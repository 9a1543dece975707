import type { Metadata } from "next";
import type { SearchParams } from "@/components/tokens/list-view";
import { spaceSettings } from "@/components/tokens/place";
import { TokenSettingsList } from "@/components/tokens/token-settings";
import { loadList } from "../../../../admin/tokens/load";

export const metadata: Metadata = { title: "API Tokens · Space settings" };

interface Props {
  params: Promise<{ spaceId: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function SpaceTokensPage({ params, searchParams }: Props) {
  const { spaceId } = await params;
  return <TokenSettingsList {...await loadList(spaceSettings(spaceId), await searchParams)} />;
}
