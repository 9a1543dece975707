"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { Drawer } from "@/components/ui/drawer";
import { useFrameState } from "./frame-state";

/** The navigation on phones. Closes after navigation. */
export function NavDrawer({ children }: { children: ReactNode }) {
  const { navOpen, setNavOpen } = useFrameState();
  const pathname = usePathname();
  useEffect(() => setNavOpen(false), [pathname, setNavOpen]);
  return (
    <Drawer side="left" open={navOpen} onOpenChange={setNavOpen} title="Navigation" bare>
      {children}
    </Drawer>
  );
}
