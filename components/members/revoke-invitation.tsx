"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { Button } from "@/components/ui/button";
import type { InvitationDto } from "@/lib/invitations/dto";
import type { RevokeInvitationAction } from "./actions";

interface Props {
  organizationId: string;
  invitation: InvitationDto;
  revoke: RevokeInvitationAction;
}

export function RevokeInvitation({ organizationId, invitation, revoke }: Props) {
  const [open, setOpen] = useState(false);
  const { id, email } = invitation;
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        Revoke<span className="sr-only"> the invitation for {email}</span>
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Revoke the invitation for ${email}?`}
        description="The link stops working at once. You can invite them again."
        confirmLabel="Revoke"
        run={() => revoke({ organizationId, invitationId: id })}
        done={`Revoked the invitation for ${email}`}
      />
    </>
  );
}
