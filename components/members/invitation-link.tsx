import { Callout } from "@/components/ui/callout";
import { SecretField } from "@/components/ui/secret-field";
import type { InvitedMember } from "./invite-form";

/** The link, once. */
export function InvitationLink({ invited }: { invited: InvitedMember }) {
  return (
    <div className="grid gap-4">
      <Callout tone="caution" title="Copy the link now">
        It cannot be shown again. Whoever has it can join as {invited.email}, so pass it on where only they read it. It
        works once, within 72 hours.
      </Callout>
      <SecretField secret={invited.link} label="Invitation link" showLabel="Show link" />
    </div>
  );
}
