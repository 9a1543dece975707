import type { Metadata } from "next";
import { Page } from "@/components/frame/page";
import { ListFilters } from "@/components/lists/list-filters";
import { ListResults } from "@/components/lists/list-results";
import { hrefOf, pageInput, readList, type SearchParams, searchOf } from "@/components/lists/list-url";
import { PAGE_SIZE } from "@/components/lists/page-size";
import { InvitationsTable } from "@/components/members/invitations-table";
import { InviteButton } from "@/components/members/invite-button";
import { MembersTable } from "@/components/members/members-table";
import { Section } from "@/components/ui/section";
import { requireAdministrator } from "@/lib/access/session/session";
import { listInvitations } from "@/lib/invitations/queries";
import { listInvitationsSchema } from "@/lib/invitations/schema";
import { assignableRoles } from "@/lib/members/policy";
import { listMembers } from "@/lib/members/queries";
import { listMembersSchema } from "@/lib/members/schema";
import { crumbs } from "../../crumbs";
import { orNotFound } from "../../or-not-found";
import {
  changeRoleAction,
  countMemberTokensAction,
  createResetLinkAction,
  disableMemberAction,
  enableMemberAction,
  findInvitationAction,
  inviteMemberAction,
  removeMemberAction,
  revokeInvitationAction,
  revokeMemberTokensAction,
  signOutMemberAction,
} from "./actions";

export const metadata: Metadata = { title: "Members" };

const ACTIONS = {
  changeRole: changeRoleAction,
  disable: disableMemberAction,
  enable: enableMemberAction,
  remove: removeMemberAction,
  signOut: signOutMemberAction,
  createResetLink: createResetLinkAction,
  countTokens: countMemberTokensAction,
  revokeTokens: revokeMemberTokensAction,
};

export default async function MembersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const list = readList("/admin/members", await searchParams, ["q"]);
  const actor = await requireAdministrator(hrefOf(list));
  const { organizationId } = actor;
  const load = listMembers(
    actor,
    listMembersSchema.parse({ search: searchOf(list), ...pageInput(list), limit: PAGE_SIZE }),
  );
  // Awaited during render. The empty catch prevents an unhandled rejection until then.
  load.catch(() => undefined);
  const { page: invitations } = orNotFound(await listInvitations(actor, listInvitationsSchema.parse({ limit: 100 })));
  const assignable = assignableRoles(actor);
  return (
    <Page
      breadcrumbs={await crumbs(actor, { label: "Members" })}
      title="Members"
      description={describe(invitations.total)}
      action={
        <InviteButton
          organizationId={organizationId}
          assignable={assignable}
          invite={inviteMemberAction}
          findInvitation={findInvitationAction}
        />
      }
    >
      <ListFilters list={list} label="Members" searchLabel="Search for names, e-mail addresses">
        <ListResults
          list={list}
          load={load}
          noun="members"
          columns={6}
          filter={searchOf(list) && `“${searchOf(list)}”`}
          empty={null}
        >
          {(members) => (
            <MembersTable
              organizationId={organizationId}
              members={members}
              userId={actor.userId}
              assignable={assignable}
              actions={ACTIONS}
            />
          )}
        </ListResults>
      </ListFilters>
      {invitations.items.length > 0 && (
        <Section title="Open invitations" description="Invitation links that have not been used yet." className="mt-12">
          <InvitationsTable
            organizationId={organizationId}
            invitations={invitations.items}
            revoke={revokeInvitationAction}
          />
        </Section>
      )}
    </Page>
  );
}

function describe(invitations: number): string {
  const people = "Who signs in, and what they may do.";
  return invitations === 0
    ? people
    : `${people} ${invitations.toLocaleString("en")} open ${invitations === 1 ? "invitation" : "invitations"}.`;
}
