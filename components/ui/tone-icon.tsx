import { Circle, CircleCheck, CircleX, Info, TriangleAlert } from "lucide-react";
import type { Tone } from "./tone";

const ICON = {
  neutral: Circle,
  accent: Info,
  positive: CircleCheck,
  caution: TriangleAlert,
  critical: CircleX,
} satisfies Record<Tone, unknown>;

/** The icon of a tone, so that color is not the only signal. */
export function ToneIcon({ tone, className = "size-4" }: { tone: Tone; className?: string }) {
  const Icon = ICON[tone];
  return <Icon aria-hidden className={className} />;
}
