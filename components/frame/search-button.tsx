"use client";

import { Search } from "lucide-react";
import { useSyncExternalStore, type ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { useFrameState } from "./frame-state";

const never = () => () => undefined;

/** Opens the palette. Shows the shortcut of the user's platform. */
export function SearchButton() {
  const { setPaletteOpen } = useFrameState();
  const shortcut = useSyncExternalStore(
    never,
    () => (/Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘K" : "Ctrl K"),
    () => "⌘K",
  );
  return (
    <button
      type="button"
      aria-keyshortcuts="Meta+K Control+K"
      onClick={() => setPaletteOpen(true)}
      className={cn(
        "needs-script flex h-8 shrink-0 items-center gap-2 rounded-md border border-control",
        "px-2 text-muted hover:bg-hover hover:text-fg sm:w-52 pointer-coarse:h-10",
      )}
    >
      <Search aria-hidden className="size-4" />
      <span className="flex-1 text-left max-sm:sr-only">Search</span>
      <span aria-hidden className="w-12 text-right max-sm:hidden">
        <Kbd>{shortcut}</Kbd>
      </span>
    </button>
  );
}

function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd
      className={cn(
        "inline-flex h-5 min-w-5 items-center justify-center rounded-md",
        "border border-line bg-subtle px-1 font-sans text-xs text-muted",
      )}
    >
      {children}
    </kbd>
  );
}
