import type { Metadata } from "next";
import type { SearchParams } from "@/components/lists/list-url";
import { spaceSettings } from "@/components/tokens/token-routes";
import { TokenDetails } from "@/components/tokens/token-details";
import { TokenPageTasks } from "@/components/tokens/token-page-tasks";
import { loadToken, tokenTitle } from "../../../../../admin/tokens/load";
import { TokenUse } from "../../../../../admin/tokens/token-use";
import { requireSpace } from "../../../require-space";
import { SpacePage } from "../../../space-page";
import { spaceCrumbs } from "../crumbs";

interface Props {
  params: Promise<{ spaceId: string; tokenId: string }>;
  searchParams: Promise<SearchParams>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { spaceId, tokenId } = await params;
  return { title: tokenTitle(await loadToken(spaceSettings(spaceId), tokenId)) };
}

export default async function SpaceTokenPage({ params, searchParams }: Props) {
  const { spaceId, tokenId } = await params;
  const routes = spaceSettings(spaceId);
  const here = await requireSpace(spaceId, `${routes.base}/${tokenId}`);
  const { actor, context, details, advice } = await loadToken(routes, tokenId);
  const { token } = details;
  return (
    <SpacePage
      here={here}
      crumbs={spaceCrumbs(spaceId, token.name)}
      title={token.name}
      action={<TokenPageTasks context={context} token={token} />}
    >
      <TokenDetails details={details} advice={advice} context={context} />
      <TokenUse actor={actor} details={details} path={`${routes.base}/${token.id}`} searchParams={await searchParams} />
    </SpacePage>
  );
}
