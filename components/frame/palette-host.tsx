"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import type { PaletteProps } from "./command-palette";
import { useFrameState } from "./frame-state";

const CommandPalette = lazy(() => import("./command-palette"));

/** Listens for ⌘K and Ctrl K, and loads the palette on first use. */
export function PaletteHost(props: PaletteProps) {
  const { paletteOpen, setPaletteOpen } = useFrameState();
  const [wanted, setWanted] = useState(false);
  if (paletteOpen && !wanted) setWanted(true);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      // Never over a dialog that needs an answer first, such as a secret.
      if (document.querySelector("[role=dialog], [role=alertdialog]")) return;
      event.preventDefault();
      setPaletteOpen(true);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [setPaletteOpen]);

  if (!wanted) return null;
  return (
    <Suspense fallback={null}>
      <CommandPalette {...props} open={paletteOpen} onOpenChange={setPaletteOpen} />
    </Suspense>
  );
}
