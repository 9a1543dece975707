"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { announce } from "./announce";
import { Button, type ButtonProps } from "./button";
import { cn } from "./cn";
import { IconButton } from "./icon-button";

export interface CopyButtonProps extends Omit<ButtonProps, "onClick" | "icon" | "children"> {
  /** What is copied. Never rendered. */
  text: string;
  label?: string;
  /** The accessible name: "Copy cURL example". */
  description?: string;
  iconOnly?: boolean;
  onCopied?: () => void;
  /** When the browser refuses. Returns true if the text is selected then, for the user to copy it. */
  onRefused?: () => boolean;
}

const SHOWN_MS = 2_000;
const SELECTED = "It is selected: press Ctrl+C, or Command+C.";
const WORDS = { idle: null, copied: "Copied", failed: "Not copied" };

/** Changes to "Copied" for two seconds, and announces it. */
export function CopyButton({
  text,
  label = "Copy",
  description,
  iconOnly,
  onCopied,
  onRefused,
  size = "sm",
  className,
  ...rest
}: CopyButtonProps) {
  const [state, setState] = useState<keyof typeof WORDS>("idle");

  useEffect(() => {
    if (state === "idle") return;
    const timer = window.setTimeout(() => setState("idle"), SHOWN_MS);
    return () => window.clearTimeout(timer);
  }, [state]);

  async function copy() {
    const copied = await copyText(text);
    setState(copied ? "copied" : "failed");
    if (copied) {
      announce("Copied");
      onCopied?.();
    } else announce(`Your browser did not allow copying. ${onRefused?.() ? SELECTED : "Select the text instead."}`);
  }

  const icon = state === "copied" ? <Check aria-hidden /> : <Copy aria-hidden />;
  if (iconOnly) {
    const name = WORDS[state] ?? description ?? label;
    return <IconButton label={name} icon={icon} onClick={copy} className={className} />;
  }
  return (
    <Button {...rest} size={size} icon={icon} onClick={copy} className={cn("min-w-26", className)}>
      {WORDS[state] ?? label}
      {description && state === "idle" && <span className="sr-only"> {description}</span>}
    </Button>
  );
}

/** Copies through a hidden field: the only way over plain http, where there is no clipboard API. */
function copyThroughField(text: string): boolean {
  const field = document.createElement("textarea");
  const focused = document.activeElement;
  field.value = text;
  field.setAttribute("readonly", "");
  field.style.position = "fixed";
  field.style.opacity = "0";
  // Inside an open dialog, because its focus trap blocks selection elsewhere.
  (focused?.closest("[role=dialog], [role=alertdialog]") ?? document.body).append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return copied;
}

/** Copies `text` to the clipboard. False if the browser refuses. */
async function copyText(text: string): Promise<boolean> {
  if (!window.isSecureContext || !navigator.clipboard) return copyThroughField(text);
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyThroughField(text);
  }
}
