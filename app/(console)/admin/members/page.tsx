import type { Metadata } from "next";
import { Page } from "@/components/frame/page";
import { InvitationsTable } from "@/components/members/invitations-table";
import { InviteButton } from "@/components/members/invite-button";
import { MembersTable } from "@/components/members/members-table";
import { NothingFound } from "@/components/ui/nothing-found";
import { Pagination } from "@/components/ui/pagination";
import { Section } from "@/components/ui/section";
import { requireAdministrator } from "@/lib/auth/session";
import { listInvitations } from "@/lib/invitations/queries";
import { listInvitationsSchema } from "@/lib/invitations/schema";
import { assignableRoles } from "@/lib/members/policy";
import { listMembers } from "@/lib/members/queries";
import { listMembersSchema } from "@/lib/members/schema";
import { crumbs } from "../../crumbs";
import { found } from "../../found";
import { pageLinks } from "../../page-links";
import { type Query, textsOf } from "../../query";
import { SearchForm } from "../../search-form";
import { changeRoleAction, disableMemberAction, enableMemberAction, inviteMemberAction, removeMemberAction, revokeInvitationAction, signOutMemberAction } from "./actions";

export const metadata: Metadata = { title: "Members" };

const PATH = "/admin/members";
const ACTIONS = { changeRole: changeRoleAction, disable: disableMemberAction, enable: enableMemberAction, remove: removeMemberAction, signOut: signOutMemberAction };

export default async function MembersPage({ searchParams }: { searchParams: Promise<Query> }) {
  const actor = await requireAdministrator(PATH);
  const query = textsOf(await searchParams, ["search", "after", "before"]);
  const input = listMembersSchema.catch(listMembersSchema.parse({})).parse(query);
  const [members, invitations] = await Promise.all([listMembers(actor, input).then(found), listInvitations(actor, listInvitationsSchema.parse({ limit: 100 })).then(found)]);
  const { organizationId } = actor;
  const pages = pageLinks(PATH, query, members.page, "members");
  const assignable = assignableRoles(actor);
  return (
    <Page
      breadcrumbs={await crumbs(actor, { label: "Members" })}
      title="Members"
      description={describe(members.page.total, invitations.page.total, input.search)}
      action={<InviteButton organizationId={organizationId} assignable={assignable} invite={inviteMemberAction} />}
    >
      <SearchForm path={PATH} label="Search members by name or e-mail" value={input.search} />
      {members.page.items.length === 0 ? (
        <NothingFound noun="members" filter={`“${input.search}”`} clearHref={PATH} />
      ) : (
        <>
          <MembersTable organizationId={organizationId} members={members.page.items} userId={actor.userId} assignable={assignable} actions={ACTIONS} />
          {pages && <Pagination {...pages} />}
        </>
      )}
      {invitations.page.items.length > 0 && (
        <Section title="Open invitations" description="Links that were made and not used yet." className="mt-12">
          <InvitationsTable organizationId={organizationId} invitations={invitations.page.items} revoke={revokeInvitationAction} />
        </Section>
      )}
    </Page>
  );
}

function describe(members: number, invitations: number, search: string): string {
  const people = `${members.toLocaleString("en")} ${members === 1 ? "member" : "members"}${search ? " found" : ""}`;
  return invitations === 0 ? people : `${people}, ${invitations.toLocaleString("en")} open ${invitations === 1 ? "invitation" : "invitations"}`;
}
