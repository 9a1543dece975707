import { Box, Plus } from "lucide-react";
import type { Metadata } from "next";
import { Page } from "@/components/frame/page";
import { SpacesTable } from "@/components/spaces/spaces-table";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { NothingFound } from "@/components/ui/nothing-found";
import { Pagination } from "@/components/ui/pagination";
import { mayAdminister, requireActor } from "@/lib/auth/session";
import { listSpaces } from "@/lib/spaces/queries";
import { listSpacesSchema } from "@/lib/spaces/schema";
import { crumbs } from "../crumbs";
import { found } from "../found";
import { pageLinks } from "../page-links";
import { type Query, textsOf } from "../query";
import { SearchForm } from "../search-form";

export const metadata: Metadata = { title: "Spaces" };

/** Where everybody begins: the spaces they can see. */
export default async function HomePage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requireActor("/");
  const query = textsOf(await searchParams, ["search", "after", "before"]);
  const input = listSpacesSchema.catch(listSpacesSchema.parse({})).parse(query);
  const { page } = found(await listSpaces(actor, input));
  const pages = pageLinks("/", query, page, "spaces");
  return (
    <Page breadcrumbs={await crumbs(actor)} title="Spaces" description="Each space has its own policies, assets, reports and API tokens.">
      {(pages || input.search) && <SearchForm path="/" label="Search spaces by name or id" value={input.search} />}
      {page.items.length > 0 && <SpacesTable spaces={page.items} />}
      {page.items.length === 0 && (input.search ? <NothingFound noun="spaces" filter={`“${input.search}”`} clearHref="/" /> : <NoSpaces mayCreate={mayAdminister(actor)} />)}
      {pages && <Pagination {...pages} />}
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
      A space holds the policies, assets and reports of one part of the organization, and tokens that reach no further.
      {!mayCreate && " An Admin of your organization can create the first one."}
    </EmptyState>
  );
}
