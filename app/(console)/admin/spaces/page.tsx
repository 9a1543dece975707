import { Box } from "lucide-react";
import type { Metadata } from "next";
import { Page } from "@/components/frame/page";
import { AdminSpacesTable } from "@/components/spaces/admin-spaces-table";
import { CreateSpaceButton } from "@/components/spaces/create-space-button";
import { EmptyState } from "@/components/ui/empty-state";
import { NothingFound } from "@/components/ui/nothing-found";
import { Pagination } from "@/components/ui/pagination";
import { requireAdministrator } from "@/lib/auth/session";
import { decide } from "@/lib/authorization/decide";
import { listSpaces } from "@/lib/spaces/queries";
import { listSpacesSchema } from "@/lib/spaces/schema";
import { crumbs } from "../../crumbs";
import { found } from "../../found";
import { pageLinks } from "../../page-links";
import { type Query, textsOf } from "../../query";
import { SearchForm } from "../../search-form";
import { createSpaceAction, deleteSpaceAction, spaceContentsAction, updateSpaceAction } from "../../space-actions";

export const metadata: Metadata = { title: "Spaces" };

const PATH = "/admin/spaces";
const ACTIONS = { update: updateSpaceAction, remove: deleteSpaceAction, contents: spaceContentsAction };

export default async function AdminSpacesPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requireAdministrator(PATH);
  const given = await searchParams;
  const query = textsOf(given, ["search", "after", "before"]);
  const input = listSpacesSchema.catch(listSpacesSchema.parse({})).parse(query);
  const { page } = found(await listSpaces(actor, input));
  const { organizationId } = actor;
  const mayDelete = decide(actor, "space.delete", { organizationId, spaceId: null }).ok;
  const pages = pageLinks(PATH, query, page, "spaces");
  return (
    <Page
      breadcrumbs={await crumbs(actor, { label: "Spaces" })}
      title="Spaces"
      description={`${page.total.toLocaleString("en")} ${page.total === 1 ? "space" : "spaces"}${input.search ? " found" : ""}`}
      action={<CreateSpaceButton organizationId={organizationId} create={createSpaceAction} defaultOpen={given.create !== undefined} />}
    >
      {(page.total > 0 || input.search) && <SearchForm path={PATH} label="Search spaces by name or id" value={input.search} />}
      {page.items.length > 0 && <AdminSpacesTable organizationId={organizationId} spaces={page.items} mayDelete={mayDelete} actions={ACTIONS} />}
      {page.items.length === 0 && (input.search ? <NothingFound noun="spaces" filter={`“${input.search}”`} clearHref={PATH} /> : <NoSpaces />)}
      {pages && <Pagination {...pages} />}
    </Page>
  );
}

function NoSpaces() {
  return (
    <EmptyState icon={<Box />} title="No spaces yet">
      A space holds the policies, assets and reports of one part of the organization, and tokens that reach no further.
    </EmptyState>
  );
}
