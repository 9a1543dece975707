import type { Metadata } from "next";
import { Page } from "@/components/frame/page";
import { CreateTokenForm } from "@/components/tokens/create-token-form";
import { DASHBOARD } from "@/components/tokens/place";
import { loadForm } from "../load";

export const metadata: Metadata = { title: "Create API Token" };

export default async function CreateTokenPage() {
  const setting = await loadForm(DASHBOARD);
  return (
    <Page
      breadcrumbs={[
        { label: setting.facts.organization.name, href: "/" },
        { label: "API Tokens", href: DASHBOARD.base },
        { label: "Create" },
      ]}
      title={DASHBOARD.formTitle}
      description="A program that has the token can do what its permissions say."
    >
      <CreateTokenForm setting={setting} />
    </Page>
  );
}
