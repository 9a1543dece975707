"use client";

import { useState } from "react";
import { useCommand } from "@/components/forms/use-command";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { FormError } from "@/components/ui/form-error";
import { SecretField } from "@/components/ui/secret-field";
import type { MemberDto } from "@/lib/members/dto";
import type { MemberActions } from "./actions";

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  organizationId: string;
  member: MemberDto;
  createResetLink: MemberActions["createResetLink"];
}

/** Says what a reset link does, then shows it once. A stray click does not close it then. */
export function ResetPasswordDialog({ open, onOpenChange, organizationId, member, createResetLink }: Props) {
  const { name, email, userId } = member;
  const [link, setLink] = useState<string | null>(null);
  const command = useCommand({
    run: () => createResetLink({ organizationId, userId }),
    onDone: (result) => setLink(result.link),
    texts: {
      reset_on_server:
        `The password of ${name} can only be reset on the server. ` +
        `Ask the person who runs Latchkey to run: npm run user:reset-password -- ${email}`,
    },
  });

  function toggle(next: boolean) {
    command.forget();
    setLink(null);
    onOpenChange(next);
  }

  const footer = link ? (
    <Button variant="primary" onClick={() => toggle(false)}>
      I have sent it
    </Button>
  ) : (
    <>
      <Button onClick={() => toggle(false)}>Cancel</Button>
      <Button variant="primary" pending={command.pending} pendingLabel="Creating the link…" onClick={command.fire}>
        Create reset link
      </Button>
    </>
  );
  return (
    <Dialog
      open={open}
      onOpenChange={toggle}
      dismissible={!link}
      closeOnOutsidePress={false}
      title={`Reset the password of ${name}`}
      footer={footer}
    >
      {link ? (
        <ResetLink link={link} email={email} />
      ) : (
        <div className="grid gap-4">
          <FormError message={command.error} />
          <p>
            You get a link to send. With it, {name} can choose a new password, which ends all of their sessions. The old
            password works until then.
          </p>
        </div>
      )}
    </Dialog>
  );
}

function ResetLink({ link, email }: { link: string; email: string }) {
  return (
    <div className="grid gap-4">
      <Callout tone="caution" title="Copy the link now">
        It cannot be shown again. Anyone with the link can sign in as {email}, so send it privately. It works once,
        within 30 minutes.
      </Callout>
      <SecretField secret={link} label="Reset link" showLabel="Show link" />
    </div>
  );
}
