import { StatusBadge } from "@/components/ui/status-badge";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { InvitationDto } from "@/lib/invitations/dto";
import type { RevokeInvitationAction } from "./actions";
import { RevokeInvitation } from "./revoke-invitation";
import { RoleBadge } from "./role-badge";

interface Props {
  organizationId: string;
  invitations: readonly InvitationDto[];
  revoke: RevokeInvitationAction;
}

/** Invitations that have not been accepted yet. */
export function InvitationsTable({ organizationId, invitations, revoke }: Props) {
  const head = (
    <>
      <Th>E-mail</Th>
      <Th>Role</Th>
      <Th>Invited by</Th>
      <Th>Expires</Th>
      <Th align="end">Action</Th>
    </>
  );
  return (
    <Table label="Open invitations" head={head}>
      {invitations.map((invitation) => (
        <Tr key={invitation.id}>
          <Td>
            <span className="font-medium break-all">{invitation.email}</span>
          </Td>
          <Td label="Role">
            <RoleBadge role={invitation.role} />
          </Td>
          <Td label="Invited by">{invitation.invitedBy}</Td>
          <Td label="Expires">
            {invitation.expired ? (
              <StatusBadge tone="neutral" label="Expired" />
            ) : (
              <Time at={invitation.expiresAt} format="until" />
            )}
          </Td>
          <Td align="end">
            <RevokeInvitation organizationId={organizationId} invitation={invitation} revoke={revoke} />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
