"use client";

import { startTransition, useActionState, useEffect, useRef } from "react";
import { AuthLayout } from "@/components/frame/auth-layout";
import { focusFirstError } from "@/components/ui/focus-first-error";
import { ROLE_LABELS } from "@/lib/access/authorization/labels";
import { InvitationAccept } from "./invitation-accept";
import { InvitationCode } from "./invitation-code";
import { type InvitationAction, NO_INVITATION } from "./invitation-state";

/** The code in the link's fragment, which browsers never send. */
function codeInAddress(): string {
  return window.location.hash.slice(1);
}

/**
 * An invitation in two steps: the code is looked up, by scripts from the address and otherwise from a field, and then
 * accepted. One state carries both, so that it works without scripts.
 */
export function Invitation({ action }: { action: InvitationAction }) {
  const [state, submit, pending] = useActionState(action, NO_INVITATION);
  const content = useRef<HTMLDivElement>(null);
  const { offer } = state;

  useEffect(() => {
    const secret = codeInAddress();
    if (!secret) return;
    const values = new FormData();
    values.set("secret", secret);
    startTransition(() => submit(values));
  }, [submit]);

  useEffect(() => {
    if (state !== NO_INVITATION && content.current) focusFirstError(content.current);
  }, [state]);

  const title = offer ? `Join ${offer.organizationName}` : "Accept an invitation";
  const description = offer && `${offer.invitedBy} invites you as ${ROLE_LABELS[offer.role].name}.`;
  return (
    <AuthLayout title={title} description={description}>
      <div ref={content}>
        {offer ? (
          <InvitationAccept state={state} offer={offer} submit={submit} />
        ) : (
          <InvitationCode state={state} submit={submit} pending={pending} />
        )}
      </div>
    </AuthLayout>
  );
}
