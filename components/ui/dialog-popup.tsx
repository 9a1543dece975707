"use client";

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode, RefObject } from "react";
import { cn } from "./cn";
import { IconButton } from "./icon-button";

export interface DialogProps {
  open: boolean;
  /** Called on Escape, a press outside, or the close button. */
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons; stays in view while the content scrolls. */
  footer?: ReactNode;
  size?: "sm" | "md" | "lg";
  /** false: neither a stray click nor Escape closes it, and there is no close button. */
  dismissible?: boolean;
  /** false: a press outside does nothing, Escape and the close button still work. */
  closeOnOutsidePress?: boolean;
  /** Focused on opening; the first control otherwise. */
  initialFocus?: RefObject<HTMLElement | null>;
  /** Focused on closing; what had the focus before otherwise. */
  finalFocus?: RefObject<HTMLElement | null>;
  role?: "dialog" | "alertdialog";
  side?: "center" | "left" | "right";
  /** The title is for screen readers only, and the content has its own padding. */
  bare?: boolean;
}

const SIZE = { sm: "sm:max-w-md", md: "sm:max-w-xl", lg: "sm:max-w-3xl" };

const SIDE = {
  center:
    "inset-x-0 bottom-0 max-h-[calc(100dvh-2rem)] rounded-t-md border-t sm:inset-auto sm:top-1/2 " +
    "sm:left-1/2 sm:w-[calc(100vw-2rem)] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-md " +
    "sm:border data-[starting-style]:translate-y-2 sm:data-[starting-style]:-translate-y-[49%]",
  left: "inset-y-0 left-0 w-72 max-w-[85vw] border-r data-[starting-style]:-translate-x-4",
  right: "inset-y-0 right-0 w-full border-l data-[starting-style]:translate-x-4",
};

function Header({ title, description, dismissible }: DialogProps) {
  return (
    <div className="flex items-start gap-4 px-6 pt-5 pb-4">
      <div className="min-w-0 flex-1">
        <Base.Title className="text-base font-semibold break-words">{title}</Base.Title>
        {description && (
          <Base.Description render={<div />} className="mt-1 break-words text-muted">
            {description}
          </Base.Description>
        )}
      </div>
      {dismissible && <Base.Close render={<IconButton label="Close" icon={<X />} />} className="-mt-1 -mr-2" />}
    </div>
  );
}

function Content(props: DialogProps) {
  if (props.bare) {
    return (
      <>
        <Base.Title className="sr-only">{props.title}</Base.Title>
        {props.children}
      </>
    );
  }
  return (
    <>
      <Header {...props} />
      {props.children && <div className="min-h-0 flex-1 overflow-y-auto px-6 pt-1 pb-5">{props.children}</div>}
      {props.footer && (
        <div
          className={cn(
            "flex flex-col-reverse gap-3 border-t border-line",
            "bg-subtle px-6 py-4 sm:flex-row sm:justify-end",
          )}
        >
          {props.footer}
        </div>
      )}
    </>
  );
}

/** The part of Dialog that is loaded on first use. */
export default function DialogPopup(given: DialogProps) {
  const props = { ...given, dismissible: given.dismissible ?? true };
  const { open, onOpenChange, dismissible, size = "md", side = "center" } = props;
  return (
    <Base.Root
      open={open}
      disablePointerDismissal={!dismissible || props.closeOnOutsidePress === false}
      onOpenChange={(next, details) => {
        if (!next && !dismissible) details.cancel();
        else onOpenChange(next);
      }}
    >
      <Base.Portal>
        <Base.Backdrop className="fade fixed inset-0 z-40 bg-scrim" />
        <Base.Popup
          role={props.role ?? "dialog"}
          initialFocus={props.initialFocus}
          finalFocus={props.finalFocus}
          className={cn(
            "fade fixed z-50 flex flex-col overflow-hidden border-line bg-raised shadow-float",
            SIDE[side],
            side !== "left" && SIZE[size],
          )}
        >
          <Content {...props} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
