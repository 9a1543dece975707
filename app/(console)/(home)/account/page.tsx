import type { Metadata } from "next";
import { NameForm } from "@/components/account/name-form";
import { PasswordForm } from "@/components/account/password-form";
import { SessionsTable } from "@/components/account/sessions-table";
import { SignOutEverywhere } from "@/components/account/sign-out-everywhere";
import { Page } from "@/components/frame/page";
import { Card } from "@/components/ui/card";
import { Section } from "@/components/ui/section";
import { getAccount, listSessions } from "@/lib/account/queries";
import { requireActor } from "@/lib/access/session/session";
import { crumbs } from "../../crumbs";
import { orNotFound } from "../../or-not-found";
import { changeNameAction, changePasswordAction, revokeSessionAction, signOutEverywhereAction } from "./actions";

export const metadata: Metadata = { title: "My account" };

export default async function AccountPage() {
  const actor = await requireActor("/account");
  const { organizationId } = actor;
  const [{ account }, { sessions }] = await Promise.all([
    getAccount(actor).then(orNotFound),
    listSessions(actor).then(orNotFound),
  ]);
  return (
    <Page breadcrumbs={await crumbs(actor, { label: "My account" })} title="My account">
      <div className="grid grid-cols-1 gap-12">
        <Section title="Name" className="max-w-2xl">
          <Card>
            <NameForm organizationId={organizationId} account={account} change={changeNameAction} />
          </Card>
        </Section>
        <Section title="Password" description="Changing it signs you out everywhere else." className="max-w-2xl">
          <Card>
            <PasswordForm organizationId={organizationId} email={account.email} change={changePasswordAction} />
          </Card>
        </Section>
        <Section
          title="Sessions"
          description="Devices and browsers where you are signed in."
          action={
            <SignOutEverywhere
              organizationId={organizationId}
              hasOthers={sessions.length > 1}
              signOut={signOutEverywhereAction}
            />
          }
        >
          <SessionsTable organizationId={organizationId} sessions={sessions} revoke={revokeSessionAction} />
        </Section>
      </div>
    </Page>
  );
}
