"use client";

import { textOf } from "@/components/forms/form-state";
import { Callout } from "@/components/ui/callout";
import { RadioGroup } from "@/components/ui/radio-group";
import type { TokenDto } from "@/lib/tokens/dto";
import { GRACE_CHOICES, MAX_SECRETS } from "@/lib/tokens/limits";
import { ChangeDialog } from "./change-dialog";
import { EditConflict } from "./edit-conflict";
import type { TokenDialogProps } from "./dialog-props";
import { LastUse } from "./last-use";
import { OldSecrets } from "./old-secrets";
import { useFreshDetails } from "./use-fresh-details";
import { useTokenChange } from "./use-token-change";

type Grace = (typeof GRACE_CHOICES)[number];

const GRACE_LABELS: Record<Grace, { label: string; note: string }> = {
  0: { label: "At once", note: "No older secret works." },
  3600: { label: "After 1 hour", note: "The old secret works for 1 more hour." },
  86400: { label: "After 24 hours", note: "The old secret works for 24 more hours." },
  604800: { label: "After 7 days", note: "The old secret works for 7 more days." },
};
const PROPOSED_GRACE: Grace = 86_400;

export interface RotateDialogProps extends TokenDialogProps {
  onRotated: (rotated: { token: TokenDto; secret: string; note: string }) => void;
}

function graceOf(values: FormData): Grace {
  return GRACE_CHOICES.find((choice) => String(choice) === textOf(values, "grace")) ?? PROPOSED_GRACE;
}

/** "Rotate": a new secret for the same token, and how long the old one goes on. */
export function RotateDialog({ onRotated, ...props }: RotateDialogProps) {
  const { token, context } = props;
  const change = useTokenChange<{ token: TokenDto; secret: string; note: string }>({
    token,
    context,
    send: async (values, seen) => {
      const graceSeconds = graceOf(values);
      const result = await context.actions.rotate({ ...seen, graceSeconds });
      return result.ok ? { ...result, note: GRACE_LABELS[graceSeconds].note } : result;
    },
    onDone: onRotated,
  });
  const { lastUsed } = change.current;
  const { oldSecrets } = useFreshDetails(context, token);
  return (
    <ChangeDialog
      {...props}
      change={change}
      size="sm"
      title={`Rotate “${token.name}”`}
      description="Creates a new secret for this API token. Its permissions and expiration do not change."
      submitLabel="Rotate"
      pendingLabel="Creating a new secret…"
      conflict={() => <EditConflict>Check it before you rotate it. Its secret may already be a new one.</EditConflict>}
    >
      <RadioGroup
        name="grace"
        legend="The old secret ends"
        defaultValue={String(PROPOSED_GRACE)}
        options={GRACE_CHOICES.map((choice) => ({ value: String(choice), label: GRACE_LABELS[choice].label }))}
      />
      {oldSecrets.length > 0 && (
        <Callout
          tone="caution"
          title={oldSecrets.length === 1 ? "An older secret still works" : "Older secrets still work"}
        >
          <OldSecrets secrets={oldSecrets} />
          <p className="mt-2">
            {oldSecrets.length < MAX_SECRETS - 1
              ? "“At once” ends it too. Otherwise it keeps its time."
              : "“At once” ends both of them too. Otherwise the first of them ends now, and the other keeps its time."}
          </p>
        </Callout>
      )}
      {lastUsed && (
        <Callout tone="neutral">
          The old secret was <LastUse lastUsed={lastUsed} />.
        </Callout>
      )}
    </ChangeDialog>
  );
}
