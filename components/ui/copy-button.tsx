"use client";

import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { announce } from "./announce";
import { Button, type ButtonProps } from "./button";
import { cn } from "./cn";
import { copyText } from "./copy-text";
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
