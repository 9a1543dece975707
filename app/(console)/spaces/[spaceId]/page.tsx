import type { Metadata } from "next";
import { SpaceFacts } from "@/components/spaces/space-facts";
import { decide } from "@/lib/authorization/decide";
import { getSpaceContents } from "@/lib/spaces/queries";
import { found } from "../../found";
import { findSpaceHere, requireSpace } from "./require-space";
import { SpacePage } from "./space-page";

interface Props {
  params: Promise<{ spaceId: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const here = await findSpaceHere((await params).spaceId);
  return { title: here?.space.name ?? "Not found" };
}

export default async function SpaceOverviewPage({ params }: Props) {
  const { spaceId } = await params;
  const here = await requireSpace(spaceId, `/spaces/${spaceId}`);
  const { actor, space } = here;
  const { contents } = found(await getSpaceContents(actor, space.id));
  const showTokens = decide(actor, "token.read", { organizationId: actor.organizationId, spaceId: space.id }).ok;
  return (
    <SpacePage here={here} title={space.name} description={space.description}>
      <SpaceFacts space={space} contents={contents} showTokens={showTokens} />
    </SpacePage>
  );
}
