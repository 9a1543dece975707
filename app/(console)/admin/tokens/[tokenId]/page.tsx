import type { Metadata } from "next";
import type { SearchParams } from "@/components/lists/list-url";
import { Page } from "@/components/frame/page";
import { DASHBOARD } from "@/components/tokens/token-routes";
import { TokenDetails } from "@/components/tokens/token-details";
import { TokenPageTasks } from "@/components/tokens/token-page-tasks";
import { loadToken, tokenTitle } from "../load";
import { TokenUse } from "../token-use";

interface Props {
  params: Promise<{ tokenId: string }>;
  searchParams: Promise<SearchParams>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: tokenTitle(await loadToken(DASHBOARD, (await params).tokenId)) };
}

export default async function TokenPage({ params, searchParams }: Props) {
  const { actor, context, details, advice } = await loadToken(DASHBOARD, (await params).tokenId);
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
      <TokenDetails details={details} advice={advice} context={context} />
      <TokenUse
        actor={actor}
        details={details}
        path={`${DASHBOARD.base}/${token.id}`}
        searchParams={await searchParams}
      />
    </Page>
  );
}
