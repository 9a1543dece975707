import { Callout } from "@/components/ui/callout";
import { SecretField } from "@/components/ui/secret-field";
import type { InvitedMember } from "./invite-form";

/** The link, once. */
export function InvitationLink({ invited }: { invited: InvitedMember }) {
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
