"use client";

import { useState } from "react";
import { ConfirmDialog } from "@/components/forms/confirm-dialog";
import { Button } from "@/components/ui/button";
import type { SignOutEverywhereAction } from "./actions";

interface Props {
  organizationId: string;
  /** Whether there are other sessions to end. */
  hasOthers: boolean;
  signOut: SignOutEverywhereAction;
}

/** Ends the other sessions, or all of them and redirects to /login. */
export function SignOutEverywhere({ organizationId, hasOthers, signOut }: Props) {
  const [asking, setAsking] = useState<"others" | "all" | null>(null);
  const [last, setLast] = useState<"others" | "all">("all");
  function ask(which: "others" | "all") {
    setLast(which);
    setAsking(which);
  }
  const all = last === "all";
  return (
    <div className="flex flex-wrap gap-3">
      {hasOthers && <Button onClick={() => ask("others")}>Sign out all others…</Button>}
      <Button onClick={() => ask("all")}>Sign out everywhere…</Button>
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={() => setAsking(null)}
        title={all ? "Sign out everywhere?" : "Sign out all other sessions?"}
        description={
          all
            ? "All of your sessions end at once, including this one. You will need to sign in again."
            : "All of your sessions except this one end at once."
        }
        confirmLabel={all ? "Sign out everywhere" : "Sign out all others"}
        run={() => signOut({ organizationId, keepCurrent: !all })}
        done={all ? "Signed out everywhere" : "Signed out all other sessions"}
        onDone={() => all && window.location.assign("/login")}
      />
    </div>
  );
}
