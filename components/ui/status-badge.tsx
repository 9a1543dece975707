import type { ReactNode } from "react";
import { Badge } from "./badge";
import type { Tone } from "./tone";
import { ToneIcon } from "./tone-icon";

export interface StatusBadgeProps {
  tone: Tone;
  /** The state: "Live", "Expires soon", "Revoked". */
  label: string;
  /** Replaces the tone's icon. */
  icon?: ReactNode;
}

/** A state as an icon, a word and a color, so that none of them is the only signal. */
export function StatusBadge({ tone, label, icon }: StatusBadgeProps) {
  return (
    <Badge tone={tone} className="[&_svg]:size-3">
      {icon ?? <ToneIcon tone={tone} />}
      {label}
    </Badge>
  );
}
