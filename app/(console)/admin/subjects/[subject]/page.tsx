import type { Metadata } from "next";
import { Page } from "@/components/frame/page";
import { hrefOf, type SearchParams } from "@/components/lists/list-url";
import { USE_PARAMETER } from "@/components/usage/period";
import { UsageSection } from "@/components/usage/usage-section";
import { countOf } from "@/components/tokens/labels";
import { RevokeSubjectButton } from "@/components/tokens/revoke-subject-button";
import { SubjectLimits } from "@/components/tokens/subject-limits";
import { SubjectTokens } from "@/components/tokens/subject-tokens";
import { DASHBOARD, subjectIn } from "@/components/tokens/token-routes";
import {
  countSubjectTokensAction,
  getSubjectLimitsAction,
  revokeSubjectAction,
  setSubjectLimitsAction,
} from "../../tokens/actions";
import { loadSubject } from "../../tokens/load";

interface Props {
  params: Promise<{ subject: string }>;
  searchParams: Promise<SearchParams>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${subjectIn((await params).subject) ?? "Subject"} · API tokens` };
}

export default async function SubjectPage({ params, searchParams }: Props) {
  const { subject: segment } = await params;
  const { context, list, load, subject, tokens, limits, period, series } = await loadSubject(
    segment,
    await searchParams,
  );
  const { organization } = context.options;
  return (
    <Page
      breadcrumbs={[
        { label: organization.name, href: "/" },
        { label: "API Tokens", href: DASHBOARD.base },
        { label: subject },
      ]}
      title={<span className="font-mono break-all">{subject}</span>}
      description={`${countOf(tokens.live, "live API token")} for this subject`}
      action={
        <RevokeSubjectButton
          organizationId={organization.id}
          subject={subject}
          tokens={tokens}
          count={countSubjectTokensAction}
          revoke={revokeSubjectAction}
        />
      }
    >
      <div className="grid grid-cols-1 gap-8">
        <SubjectLimits
          organizationId={organization.id}
          shared={limits}
          inspect={getSubjectLimitsAction}
          set={setSubjectLimitsAction}
        />
        <SubjectTokens context={context} list={list} load={load} />
        <UsageSection series={series} period={period} hrefOf={(one) => hrefOf(list, { [USE_PARAMETER]: one })} />
      </div>
    </Page>
  );
}
