"use client";

import { createContext, type ReactNode, useContext, useMemo, useState } from "react";

interface FrameState {
  navOpen: boolean;
  setNavOpen: (open: boolean) => void;
  paletteOpen: boolean;
  setPaletteOpen: (open: boolean) => void;
}

const Context = createContext<FrameState | null>(null);

/** Which of the frame's two overlays is open. */
export function FrameStateProvider({ children }: { children: ReactNode }) {
  const [navOpen, setNavOpen] = useState(false);
  const [paletteOpen, setPaletteOpen] = useState(false);
  const state = useMemo(() => ({ navOpen, setNavOpen, paletteOpen, setPaletteOpen }), [navOpen, paletteOpen]);
  return <Context value={state}>{children}</Context>;
}

export function useFrameState(): FrameState {
  const state = useContext(Context);
  if (!state) throw new Error("This component belongs inside AppFrame.");
  return state;
}
