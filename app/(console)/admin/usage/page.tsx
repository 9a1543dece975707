import type { Metadata } from "next";
import Link from "next/link";
import { Page } from "@/components/frame/page";
import type { SearchParams } from "@/components/lists/list-url";
import { Card } from "@/components/ui/card";
import { Section } from "@/components/ui/section";
import { BusyTokens } from "@/components/usage/busy-tokens";
import { readUsagePeriod, usagePeriodHref } from "@/components/usage/period";
import { UsageSection } from "@/components/usage/usage-section";
import { requireAdministrator } from "@/lib/access/session/session";
import { listBusiestTokens, readOrganizationUsage } from "@/lib/usage/queries";
import { crumbs } from "../../crumbs";
import { orNotFound } from "../../or-not-found";
import { rangeOf } from "../../usage-range";

export const metadata: Metadata = { title: "Usage" };

const PATH = "/admin/usage";

/** The requests of the whole organization, and the tokens that make most of them. */
export default async function UsagePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const period = readUsagePeriod(await searchParams);
  const actor = await requireAdministrator(usagePeriodHref(PATH, period));
  // A year of each token's hours would be read for the ten: the last 30 days are.
  const ofTokens = rangeOf(period === "12m" ? "30d" : period);
  const [used, busiest] = await Promise.all([
    readOrganizationUsage(actor, rangeOf(period)),
    listBusiestTokens(actor, ofTokens),
  ]);
  const { tokens } = orNotFound(busiest);
  return (
    <Page
      breadcrumbs={await crumbs(actor, { label: "Usage" })}
      title="Usage"
      description="Requests with the organization’s API tokens, some seconds after they happen."
    >
      <div className="grid grid-cols-1 gap-12">
        <UsageSection series={orNotFound(used).series} period={period} hrefOf={(one) => usagePeriodHref(PATH, one)} />
        <Section
          title="Busiest API tokens"
          description={`By allowed requests of the last ${period === "24h" ? "24 hours" : "30 days"}.`}
          action={
            <Link href="/admin/tokens?unusedDays=90" className="font-medium text-accent-text hover:underline">
              Tokens unused for 90 days
            </Link>
          }
        >
          {tokens.length === 0 ? (
            <Card>
              <p className="text-muted">No token was used in this time.</p>
            </Card>
          ) : (
            <BusyTokens tokens={tokens} />
          )}
        </Section>
      </div>
    </Page>
  );
}
