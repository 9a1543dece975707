import type { ReactNode } from "react";
import { Badge } from "./badge";
import type { Tone } from "./tone";
import { ToneIcon } from "./tone-icon";

export interface StatusBadgeProps {
  tone: Tone;
  /** The state in a word: "Live", "Expires soon", "Revoked". */
  label: string;
  /** Instead of the tone's own. */
  icon?: ReactNode;
}

/** A state, told by an icon, a word and a color, so that no one of them is needed. */
export function StatusBadge({ tone, label, icon }: StatusBadgeProps) {
  return (
    <Badge tone={tone} className="[&_svg]:size-3">
      {icon ?? <ToneIcon tone={tone} />}
      {label}
    </Badge>
  );
}
