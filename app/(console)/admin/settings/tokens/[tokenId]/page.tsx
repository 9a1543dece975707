import type { Metadata } from "next";
import { Page } from "@/components/frame/page";
import { ORGANIZATION_SETTINGS } from "@/components/tokens/token-routes";
import { TokenDetails } from "@/components/tokens/token-details";
import { TokenPageTasks } from "@/components/tokens/token-page-tasks";
import { loadToken, tokenTitle } from "../../../tokens/load";
import { settingsCrumbs } from "../crumbs";

interface Props {
  params: Promise<{ tokenId: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: tokenTitle(await loadToken(ORGANIZATION_SETTINGS, (await params).tokenId)) };
}

export default async function OrganizationTokenPage({ params }: Props) {
  const { context, details, advice } = await loadToken(ORGANIZATION_SETTINGS, (await params).tokenId);
  const { token } = details;
  return (
    <Page
      breadcrumbs={settingsCrumbs(context, token.name)}
      title={token.name}
      action={<TokenPageTasks context={context} token={token} />}
    >
      <TokenDetails details={details} advice={advice} context={context} />
    </Page>
  );
}
