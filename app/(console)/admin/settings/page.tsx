import type { Metadata } from "next";
import { Page } from "@/components/frame/page";
import { DeleteOrganization } from "@/components/organization/delete-organization";
import { GeneralForm } from "@/components/organization/general-form";
import { PolicyForm } from "@/components/organization/policy-form";
import { SettingsTabs } from "@/components/organization/settings-tabs";
import { Card } from "@/components/ui/card";
import { Section } from "@/components/ui/section";
import { requireAdministrator } from "@/lib/access/session/session";
import { decide } from "@/lib/access/authorization/decide";
import { getOrganizationSettings } from "@/lib/organizations/settings";
import { crumbs } from "../../crumbs";
import { orNotFound } from "../../or-not-found";
import { deleteOrganizationAction, forecastPolicyAction, updateOrganizationAction } from "./actions";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const actor = await requireAdministrator("/admin/settings");
  const { settings } = orNotFound(await getOrganizationSettings(actor));
  const { id, name, code, version, tokenMaxLifetimeDays, tokenRequestsPerMinute } = settings;
  const maySetPolicy = decide(actor, "tokenPolicy.write", { organizationId: id, spaceId: null }).ok;
  const mayDelete = decide(actor, "organization.delete", { organizationId: id, spaceId: null }).ok;
  return (
    <Page breadcrumbs={await crumbs(actor, { label: "Settings" })} title="Settings">
      <SettingsTabs current="general" />
      <div className="grid max-w-2xl grid-cols-1 gap-12">
        <Section title="Organization">
          <Card>
            <GeneralForm settings={{ id, name, code, version }} update={updateOrganizationAction} />
          </Card>
        </Section>
        <Section
          title="Token policy"
          description="Applies to every token, including existing ones, from the next request."
        >
          <Card>
            <PolicyForm
              settings={{ id, version, tokenMaxLifetimeDays, tokenRequestsPerMinute }}
              update={updateOrganizationAction}
              forecast={forecastPolicyAction}
              readOnly={!maySetPolicy}
            />
          </Card>
        </Section>
        {mayDelete && (
          <Section title="Delete this organization">
            <DeleteOrganization organization={{ id, name }} remove={deleteOrganizationAction} />
          </Section>
        )}
      </div>
    </Page>
  );
}
