"use client";

import { UserPlus } from "lucide-react";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { Role } from "@/lib/access/authorization/permissions";
import { Callout } from "@/components/ui/callout";
import { SecretField } from "@/components/ui/secret-field";
import type { FindInvitationAction, InviteAction } from "./actions";
import { type InvitedMember, InviteForm } from "./invite-form";

interface Props {
  organizationId: string;
  assignable: readonly Role[];
  invite: InviteAction;
  findInvitation: FindInvitationAction;
}

/** The page's primary action: a form first, then the link, which a stray click cannot close. */
export function InviteButton({ organizationId, assignable, invite, findInvitation }: Props) {
  const formId = useId();
  const [open, setOpen] = useState(false);
  const [pending, setPending] = useState(false);
  const [invited, setInvited] = useState<InvitedMember | null>(null);

  function toggle(next: boolean) {
    setOpen(next);
    if (next) setInvited(null);
  }

  const title = invited ? `Invitation for ${invited.email}` : "Invite a member";
  const footer = invited ? (
    <Button variant="primary" onClick={() => toggle(false)}>
      I have sent it
    </Button>
  ) : (
    <>
      <Button onClick={() => toggle(false)}>Cancel</Button>
      <Button type="submit" form={formId} variant="primary" pending={pending} pendingLabel="Creating the link…">
        Create invitation link
      </Button>
    </>
  );
  return (
    <>
      <Button variant="primary" icon={<UserPlus aria-hidden />} onClick={() => toggle(true)}>
        Invite member
      </Button>
      <Dialog
        open={open}
        onOpenChange={toggle}
        dismissible={!invited}
        closeOnOutsidePress={false}
        title={title}
        footer={footer}
      >
        {invited ? (
          <InvitationLink invited={invited} />
        ) : (
          <InviteForm
            formId={formId}
            organizationId={organizationId}
            assignable={assignable}
            invite={invite}
            findInvitation={findInvitation}
            onInvited={setInvited}
            onPending={setPending}
          />
        )}
      </Dialog>
    </>
  );
}

/** The link, once. */
function InvitationLink({ invited }: { invited: InvitedMember }) {
  return (
    <div className="grid gap-4">
      <Callout tone="caution" title="Copy the link now">
        It cannot be shown again. Anyone with the link can join as {invited.email}, so send it privately. It works once,
        within 72 hours.
      </Callout>
      <SecretField secret={invited.link} label="Invitation link" showLabel="Show link" />
    </div>
  );
}
