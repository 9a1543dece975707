"use client";

import { useCommand } from "@/components/forms/use-command";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { useEffect } from "react";
import type { RevokeSessionAction } from "./actions";

interface Props {
  organizationId: string;
  sessionId: string;
  /** A description of the session. */
  name: string;
  revoke: RevokeSessionAction;
}

/** Ends one of the other sessions. Nothing is lost, so no confirmation is asked. */
export function EndSession({ organizationId, sessionId, name, revoke }: Props) {
  const command = useCommand({
    run: () => revoke({ organizationId, sessionId }),
    onDone: () => toast.success(`Signed out ${name}`),
  });
  useEffect(() => {
    if (command.error) toast.error(command.error);
  }, [command.error]);
  return (
    <Button size="sm" pending={command.pending} pendingLabel="Signing out…" onClick={command.fire}>
      Sign out<span className="sr-only"> {name}</span>
    </Button>
  );
}
