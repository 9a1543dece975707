import type { Metadata } from "next";
import { Page } from "@/components/frame/page";
import type { SearchParams } from "@/components/lists/list-url";
import { SettingsTabs } from "@/components/organization/settings-tabs";
import { ORGANIZATION_SETTINGS } from "@/components/tokens/token-routes";
import { TokenSection } from "@/components/tokens/token-section";
import { loadList } from "../../tokens/load";
import { settingsCrumbs } from "./crumbs";

export const metadata: Metadata = { title: "API Tokens · Settings" };

export default async function OrganizationTokensPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const list = await loadList(ORGANIZATION_SETTINGS, await searchParams);
  return (
    <Page breadcrumbs={settingsCrumbs(list.context)} title="Settings">
      <SettingsTabs current="tokens" />
      <TokenSection {...list} />
    </Page>
  );
}
