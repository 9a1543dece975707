import type { Metadata } from "next";
import { Page } from "@/components/frame/page";
import { CreateTokenForm } from "@/components/tokens/create-token-form";
import { DASHBOARD } from "@/components/tokens/token-routes";
import { loadForm } from "../load";

export const metadata: Metadata = { title: "Create API Token" };

export default async function CreateTokenPage() {
  const context = await loadForm(DASHBOARD);
  return (
    <Page
      breadcrumbs={[
        { label: context.options.organization.name, href: "/" },
        { label: "API Tokens", href: DASHBOARD.base },
        { label: "Create" },
      ]}
      title={DASHBOARD.formTitle}
      description="Programs use the token to call the API with its permissions."
    >
      <CreateTokenForm context={context} />
    </Page>
  );
}
