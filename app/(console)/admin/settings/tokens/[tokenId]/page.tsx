import type { Metadata } from "next";
import { Page } from "@/components/frame/page";
import { ORGANIZATION_SETTINGS } from "@/components/tokens/token-routes";
import { TokenDetails } from "@/components/tokens/token-details";
import { TokenPageTasks } from "@/components/tokens/token-page-tasks";
import { loadToken } from "../../../tokens/load";
import { settingsCrumbs } from "../crumbs";

export const metadata: Metadata = { title: "API token" };

export default async function OrganizationTokenPage({ params }: { params: Promise<{ tokenId: string }> }) {
  const { context, details } = await loadToken(ORGANIZATION_SETTINGS, (await params).tokenId);
  const { token } = details;
  return (
    <Page
      breadcrumbs={settingsCrumbs(context, token.name)}
      title={token.name}
      action={<TokenPageTasks context={context} token={token} />}
    >
      <TokenDetails details={details} base={ORGANIZATION_SETTINGS.base} />
    </Page>
  );
}
