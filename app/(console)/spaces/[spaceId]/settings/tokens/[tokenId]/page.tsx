import type { Metadata } from "next";
import { spaceSettings } from "@/components/tokens/place";
import { TokenDetails } from "@/components/tokens/token-details";
import { TokenPageTasks } from "@/components/tokens/token-page-tasks";
import { loadToken } from "../../../../../admin/tokens/load";
import { requireSpace } from "../../../require-space";
import { SpacePage } from "../../../space-page";
import { spaceCrumbs } from "../crumbs";

export const metadata: Metadata = { title: "API token" };

export default async function SpaceTokenPage({ params }: { params: Promise<{ spaceId: string; tokenId: string }> }) {
  const { spaceId, tokenId } = await params;
  const place = spaceSettings(spaceId);
  const here = await requireSpace(spaceId, `${place.base}/${tokenId}`);
  const { setting, details } = await loadToken(place, tokenId);
  const { token } = details;
  return (
    <SpacePage
      here={here}
      crumbs={spaceCrumbs(spaceId, token.name)}
      title={token.name}
      action={<TokenPageTasks setting={setting} token={token} />}
    >
      <TokenDetails details={details} base={place.base} />
    </SpacePage>
  );
}
