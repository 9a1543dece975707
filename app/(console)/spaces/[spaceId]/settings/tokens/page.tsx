import type { Metadata } from "next";
import type { SearchParams } from "@/components/lists/list-url";
import { SpaceSettingsTabs } from "@/components/spaces/space-settings-tabs";
import { spaceSettings } from "@/components/tokens/token-routes";
import { TokenSection } from "@/components/tokens/token-section";
import { loadList } from "../../../../admin/tokens/load";
import { requireSpace } from "../../require-space";
import { SpacePage } from "../../space-page";
import { spaceCrumbs } from "./crumbs";

export const metadata: Metadata = { title: "API Tokens · Space settings" };

interface Props {
  params: Promise<{ spaceId: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function SpaceTokensPage({ params, searchParams }: Props) {
  const { spaceId } = await params;
  const routes = spaceSettings(spaceId);
  const here = await requireSpace(spaceId, routes.base);
  const list = await loadList(routes, await searchParams);
  return (
    <SpacePage here={here} crumbs={spaceCrumbs(spaceId)} title="Settings">
      <SpaceSettingsTabs spaceId={spaceId} current="tokens" />
      <TokenSection {...list} />
    </SpacePage>
  );
}
