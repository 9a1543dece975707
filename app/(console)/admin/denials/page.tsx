import { ShieldCheck } from "lucide-react";
import type { Metadata } from "next";
import { AuditDays } from "@/components/audit/audit-days";
import { DenialTable } from "@/components/denials/denial-table";
import { describeDenials } from "@/components/denials/describe-denials";
import { REASON_FILTER } from "@/components/denials/reason-filter";
import { Page } from "@/components/frame/page";
import { ListFilters } from "@/components/lists/list-filters";
import { ListResults } from "@/components/lists/list-results";
import { hrefOf, type SearchParams } from "@/components/lists/list-url";
import { RemoveFilter } from "@/components/lists/remove-filter";
import { EmptyState } from "@/components/ui/empty-state";
import { requireAdministrator } from "@/lib/access/session/session";
import { listDenials } from "@/lib/denials/queries";
import { crumbs } from "../../crumbs";
import { denialInput, readDenialList } from "./filter";

export const metadata: Metadata = { title: "Denials" };

export default async function DenialsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const list = readDenialList(await searchParams);
  const actor = await requireAdministrator(hrefOf(list));
  const load = listDenials(actor, denialInput(list));
  // Awaited during render. The empty catch prevents an unhandled rejection until then.
  load.catch(() => undefined);
  return (
    <Page
      breadcrumbs={await crumbs(actor, { label: "Denials" })}
      title="Denials"
      description="Which requests were denied, and why. The last 10,000 of the last 7 days, a second after they happen."
    >
      <ListFilters
        list={list}
        label="Denials"
        searchLabel="Search by request, token, address"
        filters={[REASON_FILTER]}
        hidden={["token"]}
        controls={<AuditDays from={list.params.from} to={list.params.to} zone={list.params.zone} />}
      >
        {list.params.token && (
          <div className="mb-4 flex min-h-8 flex-wrap gap-2">
            <RemoveFilter href={hrefOf(list, { token: undefined })}>Only of one API token</RemoveFilter>
          </div>
        )}
        <ListResults
          list={list}
          load={load}
          noun="denials"
          columns={4}
          filter={describeDenials(list)}
          counted={false}
          empty={<NothingYet />}
        >
          {(denials) => <DenialTable denials={denials} tokenHref={(token) => hrefOf(list, { token })} />}
        </ListResults>
      </ListFilters>
    </Page>
  );
}

function NothingYet() {
  return (
    <EmptyState icon={<ShieldCheck />} title="Nothing was denied">
      Each request that is denied is listed here with the reason, which its sender never learns.
    </EmptyState>
  );
}
