"use client";

import { type ComponentProps, type MouseEvent, type ReactNode, useEffect } from "react";
import { announce } from "./announce";
import { type ButtonSize, type ButtonVariant, buttonStyle } from "./button-style";
import { cn } from "./cn";
import { Spinner } from "./spinner";

export interface ButtonProps extends ComponentProps<"button"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** Shows a spinner without changing the width, and ignores further presses. */
  pending?: boolean;
  /** The text for screen readers while pending. */
  pendingLabel?: string;
  icon?: ReactNode;
}

/** A pending button keeps its focus: it is aria-disabled, never `disabled`. */
export function Button({
  variant,
  size,
  pending = false,
  pendingLabel = "Working…",
  icon,
  type = "button",
  className,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  useEffect(() => {
    if (pending) announce(pendingLabel);
  }, [pending, pendingLabel]);

  function press(event: MouseEvent<HTMLButtonElement>) {
    if (pending) event.preventDefault();
    else onClick?.(event);
  }

  return (
    <button
      {...rest}
      type={type}
      aria-disabled={pending || rest["aria-disabled"] || undefined}
      aria-busy={pending || undefined}
      onClick={press}
      className={buttonStyle(variant, size, className)}
    >
      <span className={cn("inline-flex items-center gap-2", pending && "opacity-0")}>
        {icon}
        {children}
      </span>
      {pending && <Spinner className="absolute" />}
    </button>
  );
}
