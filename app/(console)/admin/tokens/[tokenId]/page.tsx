import type { Metadata } from "next";
import { Page } from "@/components/frame/page";
import { DASHBOARD } from "@/components/tokens/token-routes";
import { TokenDetails } from "@/components/tokens/token-details";
import { TokenPageTasks } from "@/components/tokens/token-page-tasks";
import { loadToken } from "../load";

export const metadata: Metadata = { title: "API token" };

export default async function TokenPage({ params }: { params: Promise<{ tokenId: string }> }) {
  const { context, details } = await loadToken(DASHBOARD, (await params).tokenId);
  const { token } = details;
  return (
    <Page
      breadcrumbs={[
        { label: context.options.organization.name, href: "/" },
        { label: "API Tokens", href: DASHBOARD.base },
        { label: token.name },
      ]}
      title={token.name}
      action={<TokenPageTasks context={context} token={token} />}
    >
      <TokenDetails details={details} base={DASHBOARD.base} />
    </Page>
  );
}
