import { ScrollText } from "lucide-react";
import type { Metadata } from "next";
import { AuditDays } from "@/components/audit/audit-days";
import { AuditTable } from "@/components/audit/audit-table";
import { ACTION_FILTER } from "@/components/audit/action-groups";
import { describeFilter } from "@/components/audit/describe-filter";
import { ExportLinks } from "@/components/audit/export-links";
import { ActiveFilters } from "@/components/audit/active-filters";
import { VerifyLog } from "@/components/audit/verify-log";
import { Page } from "@/components/frame/page";
import { ListFilters } from "@/components/lists/list-filters";
import { ListResults } from "@/components/lists/list-results";
import { hrefOf, type SearchParams } from "@/components/lists/list-url";
import { EmptyState } from "@/components/ui/empty-state";
import { listAuditEvents } from "@/lib/audit/queries";
import { requireAdministrator } from "@/lib/access/session/session";
import { crumbs } from "../../crumbs";
import { verifyAuditLogAction } from "./actions";
import { auditInput, readAuditList } from "./filter";

export const metadata: Metadata = { title: "Audit log" };

export default async function AuditPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const list = readAuditList(await searchParams);
  const actor = await requireAdministrator(hrefOf(list));
  const load = listAuditEvents(actor, auditInput(list));
  // Awaited during render. The empty catch prevents an unhandled rejection until then.
  load.catch(() => undefined);
  return (
    <Page
      breadcrumbs={await crumbs(actor, { label: "Audit log" })}
      title="Audit log"
      description="Who did what, and when. Events cannot be changed or removed."
      action={<ExportLinks href={(format) => hrefOf({ ...list, base: `${list.base}/export` }, { format })} />}
    >
      <VerifyLog organizationId={actor.organizationId} verify={verifyAuditLogAction} />
      <ListFilters
        list={list}
        label="Audit log"
        searchLabel="Search the audit log"
        filters={[ACTION_FILTER]}
        hidden={["actor", "resource"]}
        controls={<AuditDays from={list.params.from} to={list.params.to} zone={list.params.zone} />}
      >
        <ActiveFilters list={list} load={load} />
        <ListResults
          list={list}
          load={load}
          noun="events"
          columns={4}
          filter={describeFilter(list)}
          counted={false}
          empty={<NothingYet />}
        >
          {(events) => (
            <AuditTable
              events={events}
              actorHref={(id) => hrefOf(list, { actor: id })}
              resourceHref={(id) => hrefOf({ ...list, params: {} }, { resource: id })}
            />
          )}
        </ListResults>
      </ListFilters>
    </Page>
  );
}

function NothingYet() {
  return (
    <EmptyState icon={<ScrollText />} title="No events yet">
      Every change in the console or through the API is listed here.
    </EmptyState>
  );
}
