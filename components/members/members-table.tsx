import { Avatar } from "@/components/ui/avatar";
import { StatusBadge } from "@/components/ui/status-badge";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { Role } from "@/lib/access/authorization/permissions";
import type { MemberDto } from "@/lib/members/dto";
import type { MemberActions } from "./actions";
import { MemberMenu } from "./member-menu";
import { RoleBadge } from "./role-badge";

interface Props {
  organizationId: string;
  members: readonly MemberDto[];
  /** Who looks at it. */
  userId: string;
  assignable: readonly Role[];
  actions: MemberActions;
}

function Person({ member, isSelf }: { member: MemberDto; isSelf: boolean }) {
  return (
    <div className="flex min-w-0 items-center gap-3">
      <Avatar name={member.name} />
      <div className="min-w-0">
        <p className="font-medium break-words">
          {member.name}
          {isSelf && <span className="font-normal text-muted"> (you)</span>}
        </p>
        <p className="text-xs break-all text-muted">{member.email}</p>
      </div>
    </div>
  );
}

/** The people of the organization, with what may be done about each. */
export function MembersTable({ organizationId, members, userId, assignable, actions }: Props) {
  const head = (
    <>
      <Th>Name</Th>
      <Th>Role</Th>
      <Th>Status</Th>
      <Th>Last seen</Th>
      <Th>Joined</Th>
      <Th align="end">Action</Th>
    </>
  );
  return (
    <Table label="Members" head={head}>
      {members.map((member) => (
        <Tr key={member.userId}>
          <Td>
            <Person member={member} isSelf={member.userId === userId} />
          </Td>
          <Td label="Role">
            <RoleBadge role={member.role} />
          </Td>
          <Td label="Status">
            {member.disabled ? (
              <StatusBadge tone="critical" label="Disabled" />
            ) : (
              <StatusBadge tone="positive" label="Active" />
            )}
          </Td>
          <Td label="Last seen">
            <Time at={member.lastSeenAt} />
          </Td>
          <Td label="Joined">
            <Time at={member.joinedAt} />
          </Td>
          <Td align="end" corner>
            {assignable.includes(member.role) && (
              <MemberMenu
                organizationId={organizationId}
                member={member}
                isSelf={member.userId === userId}
                assignable={assignable}
                actions={actions}
              />
            )}
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
