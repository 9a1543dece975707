import { Box, Plus } from "lucide-react";
import type { Metadata } from "next";
import { Page } from "@/components/frame/page";
import { ListFilters } from "@/components/lists/list-filters";
import { ListResults } from "@/components/lists/list-results";
import { hrefOf, type SearchParams, searchOf } from "@/components/lists/list-url";
import { SpacesTable } from "@/components/spaces/spaces-table";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { mayAdminister, requireActor } from "@/lib/access/session/session";
import { crumbs } from "../crumbs";
import { loadSpaces, readSpaceList } from "../space-list";

export const metadata: Metadata = { title: "Spaces" };

/** The start page: the spaces that the user can see. */
export default async function HomePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const list = readSpaceList("/", await searchParams);
  const actor = await requireActor(hrefOf(list));
  return (
    <Page
      breadcrumbs={await crumbs(actor)}
      title="Spaces"
      description="Each space has its own policies, assets, reports and API tokens."
    >
      <ListFilters list={list} label="Spaces" searchLabel="Search for names, ids">
        <ListResults
          list={list}
          load={loadSpaces(actor, list)}
          noun="spaces"
          columns={3}
          filter={searchOf(list) && `“${searchOf(list)}”`}
          empty={<NoSpaces mayCreate={mayAdminister(actor)} />}
        >
          {(spaces) => <SpacesTable spaces={spaces} />}
        </ListResults>
      </ListFilters>
    </Page>
  );
}

function NoSpaces({ mayCreate }: { mayCreate: boolean }) {
  const action = mayCreate && (
    <ButtonLink href="/admin/spaces?create" variant="primary" icon={<Plus aria-hidden />}>
      Create space
    </ButtonLink>
  );
  return (
    <EmptyState icon={<Box />} title="No spaces yet" action={action}>
      A space contains the policies, assets and reports of one part of the organization, and tokens that only work
      there.
      {!mayCreate && " Ask an Admin of your organization to create one."}
    </EmptyState>
  );
}
