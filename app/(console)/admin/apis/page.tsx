import { Plug, Plus } from "lucide-react";
import type { Metadata } from "next";
import { ApisTable } from "@/components/apis/apis-table";
import { Page } from "@/components/frame/page";
import { ListFilters } from "@/components/lists/list-filters";
import { ListResults } from "@/components/lists/list-results";
import { hrefOf, pageInput, readList, type SearchParams, searchOf } from "@/components/lists/list-url";
import { PAGE_SIZE } from "@/components/lists/page-size";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { requireAdministrator } from "@/lib/access/session/session";
import { listApis } from "@/lib/apis/queries";
import { listApisSchema } from "@/lib/apis/schema";
import { crumbs } from "../../crumbs";

export const metadata: Metadata = { title: "APIs" };

export default async function ApisPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const list = readList("/admin/apis", await searchParams, ["q"]);
  const actor = await requireAdministrator(hrefOf(list));
  const load = listApis(actor, listApisSchema.parse({ search: searchOf(list), ...pageInput(list), limit: PAGE_SIZE }));
  // Awaited during render. The empty catch prevents an unhandled rejection until then.
  load.catch(() => undefined);
  return (
    <Page
      breadcrumbs={await crumbs(actor, { label: "APIs" })}
      title="APIs"
      description="Your own services, and the scopes that tokens can have for them."
      action={<RegisterLink />}
    >
      <ListFilters list={list} label="APIs" searchLabel="Search for names, identifiers">
        <ListResults
          list={list}
          load={load}
          noun="APIs"
          columns={4}
          filter={searchOf(list) && `“${searchOf(list)}”`}
          empty={<NoApis />}
        >
          {(apis) => <ApisTable apis={apis} />}
        </ListResults>
      </ListFilters>
    </Page>
  );
}

function RegisterLink() {
  return (
    <ButtonLink href="/admin/apis/new" variant="primary" icon={<Plus aria-hidden />}>
      Register API
    </ButtonLink>
  );
}

function NoApis() {
  return (
    <EmptyState icon={<Plug />} title="No APIs yet" action={<RegisterLink />}>
      Register a service of your own to give it scopes, such as “invoices:read”. Latchkey’s own API needs no
      registration.
    </EmptyState>
  );
}
