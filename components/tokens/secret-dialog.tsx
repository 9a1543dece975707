"use client";

import { type RefObject, useState } from "react";
import { announce } from "@/components/ui/announce";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { InsecureNotice } from "@/components/ui/insecure-notice";
import { SecretField } from "@/components/ui/secret-field";
import type { Permission } from "@/lib/access/authorization/permissions";
import { ExampleTabs } from "./example-tabs";
import { useLeaveGuard } from "./use-leave-guard";

export interface SecretDialogProps {
  open: boolean;
  title: string;
  secret: string;
  origin: string;
  /** What the token holds: the examples are of what it may do. */
  permissions: readonly Permission[];
  /** What else to know, such as how long the old secret goes on. */
  note?: string;
  onSaved: () => void;
  /** The way out is being taken. */
  saving?: boolean;
  finalFocus?: RefObject<HTMLElement | null>;
}

const ONCE =
  "You will not be able to see it again. Copy it now and keep it in a safe place, such as a secrets manager.";
const NOT_YET = "The token is still here. Save it, then press “I have saved it”.";

/** The secret, once. Nothing but "I have saved it" leaves. */
export function SecretDialog({
  open,
  title,
  secret,
  origin,
  permissions,
  note,
  onSaved,
  saving,
  finalFocus,
}: SecretDialogProps) {
  const [shown, setShown] = useState(false);
  const [triedToLeave, setTriedToLeave] = useState(false);
  useLeaveGuard(open, () => {
    setTriedToLeave(true);
    announce(NOT_YET);
  });
  return (
    <Dialog
      open={open}
      onOpenChange={() => undefined}
      dismissible={false}
      size="lg"
      title={title}
      finalFocus={finalFocus}
      footer={
        <Button variant="primary" pending={saving} pendingLabel="Going back to the list…" onClick={onSaved}>
          I have saved it
        </Button>
      }
    >
      <div className="grid grid-cols-1 gap-6">
        <InsecureNotice />
        <Callout tone="caution" title="This API token is displayed only once">
          <p>{triedToLeave ? NOT_YET : ONCE}</p>
          {note && <p className="mt-1">{note}</p>}
        </Callout>
        <SecretField secret={secret} label="API token" onShownChange={setShown} />
        {permissions.length > 0 && (
          <ExampleTabs origin={origin} secret={secret} permissions={permissions} shown={shown} />
        )}
        <p>
          <a href="/docs" target="_blank" rel="noopener" className="text-accent-text underline">
            API reference
            <span className="sr-only"> (opens in a new tab)</span>
          </a>
        </p>
      </div>
    </Dialog>
  );
}
