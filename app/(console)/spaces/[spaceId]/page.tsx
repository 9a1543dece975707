import type { Metadata } from "next";
import { Suspense } from "react";
import { SpaceFacts } from "@/components/spaces/space-facts";
import { SpaceOverview } from "@/components/spaces/space-overview";
import { settled } from "@/components/lists/settled";
import { ButtonLink } from "@/components/ui/button-link";
import { FailedState } from "@/components/ui/failed-state";
import { SkeletonTable } from "@/components/ui/skeleton-table";
import { summarizeAssets } from "@/lib/assets/summary";
import type { UserActor } from "@/lib/access/authorization/actor";
import { decide } from "@/lib/access/authorization/decide";
import { listContentSchema } from "@/lib/content/schema";
import { listPolicies } from "@/lib/content/policy-queries";
import { listQueryPacks } from "@/lib/content/querypack-queries";
import { listReports } from "@/lib/reports/queries";
import { listReportsSchema } from "@/lib/reports/schema";
import { getSpaceContents } from "@/lib/spaces/queries";
import { orNotFound } from "../../or-not-found";
import { findSpaceHere, requireSpace, type SpaceContext } from "./require-space";
import { SpacePage } from "./space-page";

interface Props {
  params: Promise<{ spaceId: string }>;
}

const ASSIGNED_SHOWN = 6;
const REPORTS_SHOWN = 5;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const here = await findSpaceHere((await params).spaceId);
  return { title: here?.space.name ?? "Not found" };
}

export default async function SpaceOverviewPage({ params }: Props) {
  const { spaceId } = await params;
  const here = await requireSpace(spaceId, `/spaces/${spaceId}`);
  const { space } = here;
  return (
    <SpacePage here={here} title={space.name} description={space.description}>
      <Suspense fallback={<SkeletonTable label="the space" columns={3} />}>
        <Overview here={here} />
      </Suspense>
    </SpacePage>
  );
}

async function Overview({ here: { actor, space } }: { here: SpaceContext }) {
  const overview = await settled(load(actor, space.id), "the overview of a space could not be read");
  if (!overview) return <Failed href={`/spaces/${space.id}`} />;
  const { contents, ...shown } = overview;
  const showTokens = decide(actor, "token.read", { organizationId: actor.organizationId, spaceId: space.id }).ok;
  return (
    <SpaceOverview
      {...shown}
      spaceId={space.id}
      facts={<SpaceFacts space={space} contents={contents} showTokens={showTokens} />}
    />
  );
}

/** One after the other: in parallel they would use every connection of the pool for one page. */
async function load(actor: UserActor, spaceId: string) {
  const assigned = listContentSchema.parse({ spaceId, assigned: ["ACTIVE", "IGNORE"], limit: ASSIGNED_SHOWN });
  return {
    summary: orNotFound(await summarizeAssets(actor, spaceId)).summary,
    policies: orNotFound(await listPolicies(actor, assigned)).page,
    querypacks: orNotFound(await listQueryPacks(actor, assigned)).page,
    reports: orNotFound(await listReports(actor, listReportsSchema.parse({ spaceId, limit: REPORTS_SHOWN }))).page,
    contents: orNotFound(await getSpaceContents(actor, spaceId)).contents,
  };
}

function Failed({ href }: { href: string }) {
  return (
    <FailedState title="The space could not be loaded" action={<ButtonLink href={href}>Try again</ButtonLink>}>
      The database did not answer. Try again in a moment.
    </FailedState>
  );
}
