import type { Metadata } from "next";
import { CreateTokenForm } from "@/components/tokens/create-token-form";
import { spaceSettings } from "@/components/tokens/token-routes";
import { loadForm } from "../../../../../admin/tokens/load";
import { requireSpace } from "../../../require-space";
import { SpacePage } from "../../../space-page";
import { spaceCrumbs } from "../crumbs";

export const metadata: Metadata = { title: "Create API Token" };

export default async function CreateSpaceTokenPage({ params }: { params: Promise<{ spaceId: string }> }) {
  const { spaceId } = await params;
  const routes = spaceSettings(spaceId);
  const here = await requireSpace(spaceId, `${routes.base}/new`);
  const context = await loadForm(routes);
  return (
    <SpacePage
      here={here}
      crumbs={spaceCrumbs(spaceId, "Create")}
      title={routes.formTitle}
      description={`The token can only reach the space ${here.space.name}.`}
    >
      <CreateTokenForm context={context} />
    </SpacePage>
  );
}
