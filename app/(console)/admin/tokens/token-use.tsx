import Link from "next/link";
import { AuditTable } from "@/components/audit/audit-table";
import { hrefOf, type SearchParams } from "@/components/lists/list-url";
import { SecretsSection } from "@/components/tokens/secrets-section";
import { OriginsSection } from "@/components/usage/origins-section";
import { readUsagePeriod, usagePeriodHref } from "@/components/usage/period";
import { UsageSection } from "@/components/usage/usage-section";
import { Card } from "@/components/ui/card";
import { Section } from "@/components/ui/section";
import type { UserActor } from "@/lib/access/authorization/actor";
import { listAuditEvents } from "@/lib/audit/queries";
import { listAuditEventsSchema } from "@/lib/audit/schema";
import type { TokenDetails } from "@/lib/tokens/details";
import { readTokenUsage } from "@/lib/usage/queries";
import { orNotFound } from "../../or-not-found";
import { rangeOf } from "../../usage-range";
import { readAuditList } from "../audit/filter";

interface Props {
  actor: UserActor;
  details: TokenDetails;
  /** The page's own path. */
  path: string;
  searchParams: SearchParams;
}

const EVENTS = 5;

/** How a token is used, from where and with which secret, and what happened to it. */
export async function TokenUse({ actor, details, path, searchParams }: Props) {
  const { token } = details;
  const period = readUsagePeriod(searchParams);
  const [used, events] = await Promise.all([
    readTokenUsage(actor, token.id, rangeOf(period)),
    listAuditEvents(actor, listAuditEventsSchema.parse({ filter: { resourceId: token.id }, limit: EVENTS })),
  ]);
  const { series, origins } = orNotFound(used);
  const { items } = orNotFound(events).page;
  const list = readAuditList({});
  return (
    <div className="mt-12 grid grid-cols-1 gap-12">
      <UsageSection series={series} period={period} hrefOf={(one) => usagePeriodHref(path, one)} />
      <SecretsSection details={details} uses={origins.secrets} />
      <Section
        title="History"
        action={
          <Link href={hrefOf(list, { resource: token.id })} className="font-medium text-accent-text hover:underline">
            All its events
          </Link>
        }
      >
        {items.length === 0 ? (
          <Card>
            <p className="text-muted">Nothing is recorded.</p>
          </Card>
        ) : (
          <AuditTable
            events={items}
            actorHref={(id) => hrefOf(list, { actor: id })}
            resourceHref={(id) => hrefOf(list, { resource: id })}
          />
        )}
      </Section>
      <OriginsSection origins={origins} />
    </div>
  );
}
