import { ScrollText } from "lucide-react";
import type { Metadata } from "next";
import { AuditFilters } from "@/components/audit/audit-filters";
import { AuditTable } from "@/components/audit/audit-table";
import { ExportLinks } from "@/components/audit/export-links";
import { VerifyLog } from "@/components/audit/verify-log";
import { Page } from "@/components/frame/page";
import { EmptyState } from "@/components/ui/empty-state";
import { NothingFound } from "@/components/ui/nothing-found";
import { Pagination } from "@/components/ui/pagination";
import type { AuditEventDto } from "@/lib/audit/dto";
import { listAuditEvents } from "@/lib/audit/queries";
import { requireAdministrator } from "@/lib/auth/session";
import { crumbs } from "../../crumbs";
import { found } from "../../found";
import { type Query, textsOf, withQuery } from "../../query";
import { verifyAuditLogAction } from "./actions";
import { auditInput, PARAMETERS } from "./filter";

export const metadata: Metadata = { title: "Audit log" };

const PATH = "/admin/audit";

export default async function AuditPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requireAdministrator(PATH);
  const query = textsOf(await searchParams, PARAMETERS);
  const { page } = found(await listAuditEvents(actor, auditInput(query)));
  const { before: _before, after: _after, ...filters } = query;
  const isFiltered = Object.keys(filters).length > 0;
  return (
    <Page
      breadcrumbs={await crumbs(actor, { label: "Audit log" })}
      title="Audit log"
      description="Who did what, and when. Nothing in it can be changed or removed."
      action={<ExportLinks href={(format) => withQuery(`${PATH}/export`, { ...filters, format })} />}
    >
      <VerifyLog organizationId={actor.organizationId} verify={verifyAuditLogAction} />
      <AuditFilters key={withQuery("", filters)} path={PATH} values={filters} narrowed={narrowing(filters, page.items[0])} />
      {page.items.length > 0 && <AuditTable events={page.items} actorHref={(id) => withQuery(PATH, { ...filters, actor: id })} />}
      {page.items.length === 0 && (isFiltered ? <NothingFound noun="events" filter="this filter" clearHref={PATH} /> : <NothingYet />)}
      {(page.nextCursor ?? page.previousCursor) && (
        <Pagination
          noun="events"
          summary={`${page.items.length} events`}
          previousHref={page.previousCursor === null ? undefined : withQuery(PATH, { ...filters, before: page.previousCursor })}
          nextHref={page.nextCursor === null ? undefined : withQuery(PATH, { ...filters, after: page.nextCursor })}
        />
      )}
    </Page>
  );
}

/** What the log is narrowed to beside the form's fields, with the way back. */
function narrowing({ actor, resource, ...rest }: Record<string, string>, first: AuditEventDto | undefined) {
  if (actor) return { label: `Only by ${first?.actor.id === actor ? first.actor.name : "one person or token"}`, href: withQuery(PATH, { ...rest, resource }) };
  if (resource) return { label: `Only about one ${first?.resource.id === resource ? first.resource.kind : "thing"}`, href: withQuery(PATH, rest) };
  return null;
}

function NothingYet() {
  return (
    <EmptyState icon={<ScrollText />} title="Nothing happened yet">
      Every change, here or through the API, is written down with who made it.
    </EmptyState>
  );
}
