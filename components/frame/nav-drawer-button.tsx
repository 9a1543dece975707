"use client";

import { Menu } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { useFrameState } from "./frame-state";

export function NavDrawerButton() {
  const { navOpen, setNavOpen } = useFrameState();
  return (
    <IconButton
      label="Open navigation"
      icon={<Menu />}
      aria-expanded={navOpen}
      onClick={() => setNavOpen(true)}
      className="needs-script -ml-2 md:hidden"
    />
  );
}
