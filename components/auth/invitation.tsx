"use client";

import { useEffect, useRef } from "react";
import { afterLostAnswer } from "@/components/forms/form-state";
import { useAnsweredAction } from "@/components/forms/use-answered-action";
import { AuthLayout } from "@/components/frame/auth-layout";
import { focusFirstError, focusFormError } from "@/components/ui/focus-first-error";
import { LINK_NOT_READ, lostAnswer, MAYBE_JOINED } from "@/components/ui/lost-answer";
import { ROLE_LABELS } from "@/lib/access/authorization/labels";
import { InvitationAccept } from "./invitation-accept";
import { type InvitationAction, type InvitationState, NO_INVITATION } from "./invitation-state";
import { LinkCode } from "./link-code";
import { useLinkCode } from "./use-link-code";

const whenLost = (before: InvitationState, values: FormData, error: unknown): InvitationState =>
  afterLostAnswer(before, values, lostAnswer(error, before.offer ? MAYBE_JOINED : LINK_NOT_READ));

/**
 * An invitation in two steps: the code is looked up, by scripts from the address and otherwise from a field, and then
 * accepted. One state carries both, so that it works without scripts.
 */
export function Invitation({ action }: { action: InvitationAction }) {
  const [state, submit, pending] = useAnsweredAction(action, NO_INVITATION, whenLost);
  const content = useRef<HTMLDivElement>(null);
  const { offer } = state;

  useLinkCode(submit);

  useEffect(() => {
    if (state !== NO_INVITATION && content.current && !focusFirstError(content.current))
      focusFormError(content.current);
  }, [state]);

  const title = offer ? `Join ${offer.organizationName}` : "Accept an invitation";
  const description = offer && `${offer.invitedBy} invites you as ${ROLE_LABELS[offer.role].name}.`;
  return (
    <AuthLayout title={title} description={description}>
      <div ref={content}>
        {offer ? (
          <InvitationAccept state={state} offer={offer} submit={submit} />
        ) : (
          <LinkCode
            state={state}
            submit={submit}
            pending={pending}
            label="Invitation link"
            pendingLabel="Loading the invitation…"
          />
        )}
      </div>
    </AuthLayout>
  );
}
