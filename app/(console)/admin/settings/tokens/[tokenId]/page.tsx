import type { Metadata } from "next";
import type { SearchParams } from "@/components/lists/list-url";
import { Page } from "@/components/frame/page";
import { ORGANIZATION_SETTINGS } from "@/components/tokens/token-routes";
import { TokenDetails } from "@/components/tokens/token-details";
import { TokenPageTasks } from "@/components/tokens/token-page-tasks";
import { loadToken, tokenTitle } from "../../../tokens/load";
import { TokenUse } from "../../../tokens/token-use";
import { settingsCrumbs } from "../crumbs";

interface Props {
  params: Promise<{ tokenId: string }>;
  searchParams: Promise<SearchParams>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: tokenTitle(await loadToken(ORGANIZATION_SETTINGS, (await params).tokenId)) };
}

export default async function OrganizationTokenPage({ params, searchParams }: Props) {
  const { actor, context, details, advice } = await loadToken(ORGANIZATION_SETTINGS, (await params).tokenId);
  const { token } = details;
  return (
    <Page
      breadcrumbs={settingsCrumbs(context, token.name)}
      title={token.name}
      action={<TokenPageTasks context={context} token={token} />}
    >
      <TokenDetails details={details} advice={advice} context={context} />
      <TokenUse
        actor={actor}
        details={details}
        path={`${ORGANIZATION_SETTINGS.base}/${token.id}`}
        searchParams={await searchParams}
      />
    </Page>
  );
}
