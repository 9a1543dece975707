"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { Dialog } from "@/components/ui/dialog";
import { useFrameState } from "./frame-state";

/** The navigation on phones. Closes after navigation. */
export function NavDrawer({ children }: { children: ReactNode }) {
  const { navOpen, setNavOpen } = useFrameState();
  const pathname = usePathname();
  useEffect(() => setNavOpen(false), [pathname, setNavOpen]);
  return (
    <Dialog side="left" open={navOpen} onOpenChange={setNavOpen} title="Navigation" bare>
      {children}
    </Dialog>
  );
}
