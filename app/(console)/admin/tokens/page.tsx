import type { Metadata } from "next";
import { Suspense } from "react";
import { Page } from "@/components/frame/page";
import { CreateTokenLink } from "@/components/tokens/create-token-link";
import type { SearchParams } from "@/components/tokens/list-view";
import { DASHBOARD } from "@/components/tokens/place";
import { TokenIndex } from "@/components/tokens/token-index";
import { SummaryFallback, TokenSummary } from "@/components/tokens/token-summary";
import { loadList } from "./load";

export const metadata: Metadata = { title: "API Tokens" };

export default async function TokensPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { summary, ...list } = await loadList(DASHBOARD, await searchParams);
  const { organization } = list.setting.facts;
  return (
    <Page
      breadcrumbs={[{ label: organization.name, href: "/" }, { label: "API Tokens" }]}
      title="API Tokens"
      description={
        <Suspense fallback={<SummaryFallback />}>
          <TokenSummary load={summary} />
        </Suspense>
      }
      action={<CreateTokenLink base={DASHBOARD.base} />}
    >
      <TokenIndex {...list} />
    </Page>
  );
}
