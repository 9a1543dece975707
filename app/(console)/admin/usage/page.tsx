import type { Metadata } from "next";
import Link from "next/link";
import { Page } from "@/components/frame/page";
import type { SearchParams } from "@/components/lists/list-url";
import { settled } from "@/components/lists/settled";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { FailedState } from "@/components/ui/failed-state";
import { Section } from "@/components/ui/section";
import { BusyTokens } from "@/components/usage/busy-tokens";
import { readUsagePeriod, usagePeriodHref } from "@/components/usage/period";
import { UsageSection } from "@/components/usage/usage-section";
import { requireAdministrator } from "@/lib/access/session/session";
import type { BusyToken } from "@/lib/usage/dto";
import { listBusiestTokens, readUsage } from "@/lib/usage/queries";
import { crumbs } from "../../crumbs";
import { orNotFound } from "../../or-not-found";
import { rangeOf } from "../../usage-range";

export const metadata: Metadata = { title: "Usage" };

const PATH = "/admin/usage";

/** The requests of the whole organization, and the tokens that make most of them. */
export default async function UsagePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const period = readUsagePeriod(await searchParams);
  const actor = await requireAdministrator(usagePeriodHref(PATH, period));
  const busiest = listBusiestTokens(actor, rangeOf("24h"));
  const { series } = orNotFound(await readUsage(actor, { kind: "organization" }, rangeOf(period)));
  const tokens = await settled(busiest, "the busiest tokens could not be read");
  return (
    <Page
      breadcrumbs={await crumbs(actor, { label: "Usage" })}
      title="Usage"
      description="Requests with the organization’s API tokens, some seconds after they happen."
    >
      <div className="grid grid-cols-1 gap-12">
        <UsageSection series={series} period={period} hrefOf={(one) => usagePeriodHref(PATH, one)} />
        <Section
          title="Busiest API tokens"
          description="By allowed requests of the last 24 hours."
          action={
            <Link href="/admin/tokens?unusedDays=90" className="font-medium text-accent-text hover:underline">
              Tokens unused for 90 days
            </Link>
          }
        >
          <Busiest tokens={tokens && orNotFound(tokens).tokens} />
        </Section>
      </div>
    </Page>
  );
}

/** Null if they could not be read in time. */
function Busiest({ tokens }: { tokens: readonly BusyToken[] | null }) {
  if (tokens === null)
    return (
      <FailedState title="The tokens could not be read" action={<ButtonLink href={PATH}>Try again</ButtonLink>}>
        The requests above are complete.
      </FailedState>
    );
  if (tokens.length > 0) return <BusyTokens tokens={tokens} />;
  return (
    <Card>
      <p className="text-muted">No token was used in this time.</p>
    </Card>
  );
}
