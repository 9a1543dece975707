import type { Metadata } from "next";
import { RegisterApiForm } from "@/components/apis/register-api-form";
import { Page } from "@/components/frame/page";
import { requireAdministrator } from "@/lib/access/session/session";
import { env } from "@/lib/platform/env";
import { crumbs } from "../../../crumbs";
import { createApiAction, registerApiForm } from "../actions";

export const metadata: Metadata = { title: "Register API" };

export default async function RegisterApiPage() {
  const actor = await requireAdministrator("/admin/apis/new");
  return (
    <Page
      breadcrumbs={await crumbs(actor, { label: "APIs", href: "/admin/apis" }, { label: "Register" })}
      title="Register API"
      description="A service of yours that checks Latchkey’s tokens."
    >
      <RegisterApiForm
        organizationId={actor.organizationId}
        create={createApiAction}
        withoutScripts={registerApiForm.bind(null, actor.organizationId)}
        tokenPrefix={env().TOKEN_PREFIX}
      />
    </Page>
  );
}
