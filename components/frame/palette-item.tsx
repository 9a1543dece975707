"use client";

import { Command } from "cmdk";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

export function PaletteGroup({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group
      heading={heading}
      className={cn(
        "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2",
        "[&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted",
      )}
    >
      {children}
    </Command.Group>
  );
}

export interface PaletteItemProps {
  value: string;
  label: string;
  hint?: string;
  icon: ReactNode;
  onSelect: () => void;
}

export function PaletteItem({ value, label, hint, icon, onSelect }: PaletteItemProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className={cn(
        "flex min-h-9 cursor-pointer items-center gap-3 rounded-md px-2",
        "data-[selected=true]:bg-hover forced-colors:data-[selected=true]:outline-2",
        "forced-colors:data-[selected=true]:-outline-offset-2",
        "forced-colors:data-[selected=true]:outline-[Highlight] pointer-coarse:min-h-10",
        "[&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-muted",
      )}
    >
      {icon}
      <span className="min-w-0 truncate">{label}</span>
      {hint && <span className="ml-auto shrink-0 text-xs text-muted">{hint}</span>}
    </Command.Item>
  );
}
