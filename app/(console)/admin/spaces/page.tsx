import { Box } from "lucide-react";
import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Page } from "@/components/frame/page";
import { ListFilters } from "@/components/lists/list-filters";
import { ListResults } from "@/components/lists/list-results";
import { hrefOf, type SearchParams, searchOf } from "@/components/lists/list-url";
import { AdminSpacesTable } from "@/components/spaces/admin-spaces-table";
import { CreateSpaceButton } from "@/components/spaces/create-space-button";
import { EmptyState } from "@/components/ui/empty-state";
import { requireAdministrator } from "@/lib/access/session/session";
import { decide } from "@/lib/access/authorization/decide";
import { crumbs } from "../../crumbs";
import { createSpaceAction, deleteSpaceAction, spaceContentsAction, updateSpaceAction } from "../../space-actions";
import { loadSpaces, readSpaceList } from "../../space-list";

export const metadata: Metadata = { title: "Spaces" };

const ACTIONS = { update: updateSpaceAction, remove: deleteSpaceAction, contents: spaceContentsAction };

export default async function AdminSpacesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const given = await searchParams;
  const list = readSpaceList("/admin/spaces", given);
  const actor = await requireAdministrator(hrefOf(list));
  const { organizationId } = actor;
  const mayDelete = decide(actor, "space.delete", { organizationId, spaceId: null }).ok;
  const create = { organizationId, create: createSpaceAction };
  return (
    <Page
      breadcrumbs={await crumbs(actor, { label: "Spaces" })}
      title="Spaces"
      description="The parts of the organization. A token can reach one space or all."
      action={<CreateSpaceButton key={String(given.create)} {...create} defaultOpen={given.create !== undefined} />}
    >
      <ListFilters list={list} label="Spaces" searchLabel="Search for names, ids">
        <ListResults
          list={list}
          load={loadSpaces(actor, list)}
          noun="spaces"
          columns={4}
          filter={searchOf(list) && `“${searchOf(list)}”`}
          empty={<NoSpaces action={<CreateSpaceButton {...create} />} />}
        >
          {(spaces) => (
            <AdminSpacesTable organizationId={organizationId} spaces={spaces} mayDelete={mayDelete} actions={ACTIONS} />
          )}
        </ListResults>
      </ListFilters>
    </Page>
  );
}

function NoSpaces({ action }: { action: ReactNode }) {
  return (
    <EmptyState icon={<Box />} title="No spaces yet" action={action}>
      A space contains the policies, assets and reports of one part of the organization, and tokens that only work
      there.
    </EmptyState>
  );
}
