import type { Metadata } from "next";
import { Page } from "@/components/frame/page";
import type { SearchParams } from "@/components/lists/list-url";
import { CreateTokenLink } from "@/components/tokens/create-token-link";
import { DASHBOARD } from "@/components/tokens/token-routes";
import { TokenIndex } from "@/components/tokens/token-index";
import { TokenSummary } from "@/components/tokens/token-summary";
import { loadList } from "./load";

export const metadata: Metadata = { title: "API Tokens" };

export default async function TokensPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { summary, creators, apis, list, load, context } = await loadList(DASHBOARD, await searchParams);
  const { organization } = context.options;
  return (
    <Page
      breadcrumbs={[{ label: organization.name, href: "/" }, { label: "API Tokens" }]}
      title="API Tokens"
      description={<TokenSummary load={summary} />}
      action={<CreateTokenLink base={DASHBOARD.base} />}
    >
      <TokenIndex context={context} list={list} load={load} creators={creators} apis={apis} />
    </Page>
  );
}
