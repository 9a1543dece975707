import type { Tone } from "@/components/ui/tone";

/** A severity as a word and a tone. */
export interface Severity {
  label: string;
  tone: Tone;
}

/** The lowest impact of each severity, as cnspec names them. */
const SEVERITIES: readonly (Severity & { from: number })[] = [
  { from: 90, label: "Critical", tone: "critical" },
  { from: 70, label: "High", tone: "critical" },
  { from: 40, label: "Medium", tone: "caution" },
  { from: 1, label: "Low", tone: "neutral" },
  { from: 0, label: "None", tone: "neutral" },
];

/** The severity of an impact from 0 to 100; null without an impact. */
export function severityOf(impact: number | null): Severity | null {
  return SEVERITIES.find(({ from }) => impact !== null && impact >= from) ?? null;
}
