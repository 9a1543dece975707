export type Tone = "neutral" | "accent" | "positive" | "caution" | "critical";

/** Background, border and text of a tone, as a set that keeps its contrast. */
export const TONE_STYLE: Record<Tone, string> = {
  neutral: "border-line bg-hover text-fg",
  accent: "border-accent-line bg-accent-soft text-accent-text",
  positive: "border-positive-line bg-positive-soft text-positive-text",
  caution: "border-caution-line bg-caution-soft text-caution-text",
  critical: "border-critical-line bg-critical-soft text-critical-text",
};
