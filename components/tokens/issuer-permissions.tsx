"use client";

import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import type { TokenDialogProps } from "./dialog-props";

/** "Permissions" of an Issuer, which has no others and keeps it. */
export function IssuerPermissions({ token, open, onClose, finalFocus }: TokenDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onClose}
      finalFocus={finalFocus}
      title="Permissions"
      description={token.name}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <Callout tone="neutral" title="An Issuer stays an Issuer">
        Create another API token for other permissions. The page of this one has the APIs that it issues tokens for.
      </Callout>
    </Dialog>
  );
}
