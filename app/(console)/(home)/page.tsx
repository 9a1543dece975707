import { Box, Plus } from "lucide-react";
import type { Metadata } from "next";
import { Page } from "@/components/frame/page";
import { SpacesTable } from "@/components/spaces/spaces-table";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { mayAdminister, requireActor } from "@/lib/auth/session";
import { getOrganization } from "@/lib/organizations/queries";
import { found } from "../found";

export const metadata: Metadata = { title: "Spaces" };

/** Where everybody begins: the spaces they can see. */
export default async function HomePage() {
  const actor = await requireActor("/");
  const { organization } = found(await getOrganization(actor));
  const { name, spaces } = organization;
  return (
    <Page breadcrumbs={[{ label: name }]} title="Spaces" description={`What ${name} keeps apart: each space has its own policies, assets, reports and tokens.`}>
      {spaces.length === 0 ? <NoSpaces mayCreate={mayAdminister(actor)} /> : <SpacesTable spaces={spaces} />}
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
