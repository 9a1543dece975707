import type { Metadata } from "next";
import { spaceSettings } from "@/components/tokens/token-routes";
import { TokenDetails } from "@/components/tokens/token-details";
import { TokenPageTasks } from "@/components/tokens/token-page-tasks";
import { loadToken } from "../../../../../admin/tokens/load";
import { requireSpace } from "../../../require-space";
import { SpacePage } from "../../../space-page";
import { spaceCrumbs } from "../crumbs";

export const metadata: Metadata = { title: "API token" };

export default async function SpaceTokenPage({ params }: { params: Promise<{ spaceId: string; tokenId: string }> }) {
  const { spaceId, tokenId } = await params;
  const routes = spaceSettings(spaceId);
  const here = await requireSpace(spaceId, `${routes.base}/${tokenId}`);
  const { context, details } = await loadToken(routes, tokenId);
  const { token } = details;
  return (
    <SpacePage
      here={here}
      crumbs={spaceCrumbs(spaceId, token.name)}
      title={token.name}
      action={<TokenPageTasks context={context} token={token} />}
    >
      <TokenDetails details={details} base={routes.base} />
    </SpacePage>
  );
}
