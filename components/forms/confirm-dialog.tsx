"use client";

import type { ReactNode } from "react";
import { AlertDialog } from "@/components/ui/alert-dialog";
import { toast } from "@/components/ui/toast";
import type { FailureTexts } from "@/lib/platform/result/failure-text";
import type { Failure } from "@/lib/platform/result/result";
import { useCommand } from "./use-command";

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Names the thing: "Remove Ada Lovelace?" */
  title: string;
  /** What stops working. */
  description: ReactNode;
  children?: ReactNode;
  confirmLabel: string;
  pendingLabel?: string;
  run: () => Promise<{ readonly ok: true } | Failure>;
  /** The toast on success. */
  done: string;
  onDone?: () => void;
  texts?: FailureTexts;
}

/** Asks for confirmation, runs the action and shows a toast. A refusal is shown in the dialog. */
export function ConfirmDialog({ run, done, onDone, texts, onOpenChange, ...dialog }: ConfirmDialogProps) {
  const command = useCommand({
    run,
    texts,
    onDone() {
      onOpenChange(false);
      toast.success(done);
      onDone?.();
    },
  });
  function toggle(open: boolean) {
    command.forget();
    onOpenChange(open);
  }
  return (
    <AlertDialog
      {...dialog}
      onOpenChange={toggle}
      onConfirm={command.fire}
      pending={command.pending}
      error={command.error}
    />
  );
}
