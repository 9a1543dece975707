import type { Metadata } from "next";
import { Page } from "@/components/frame/page";
import { CreateTokenForm } from "@/components/tokens/create-token-form";
import { ORGANIZATION_SETTINGS } from "@/components/tokens/token-routes";
import { loadForm } from "../../../tokens/load";
import { settingsCrumbs } from "../crumbs";

export const metadata: Metadata = { title: "Create API Token" };

export default async function CreateOrganizationTokenPage() {
  const context = await loadForm(ORGANIZATION_SETTINGS);
  return (
    <Page
      breadcrumbs={settingsCrumbs(context, "Create")}
      title={ORGANIZATION_SETTINGS.formTitle}
      description="The token can reach all spaces of the organization."
    >
      <CreateTokenForm context={context} />
    </Page>
  );
}
