import { cn } from "@/components/ui/cn";
import { gradeOf, type Grade } from "./grade";

const BAR: Record<Grade, string> = { good: "bg-positive-text", fair: "bg-caution-text", poor: "bg-critical-text" };
const WORD: Record<Grade, string> = { good: "Good", fair: "Fair", poor: "Poor" };

/** A score of 0 to 100: the number, its word, and a bar that repeats it. */
export function Score({ score, className }: { score: number | null; className?: string }) {
  if (score === null) return <span className="text-muted">No score</span>;
  const grade = gradeOf(score);
  return (
    <span className={cn("inline-flex items-center gap-2", className)}>
      <span className="w-7 font-medium tabular-nums">{score}</span>
      <span aria-hidden className="h-1.5 w-16 overflow-hidden rounded-full bg-pressed">
        <span className={cn("block h-full", BAR[grade])} style={{ width: `${score}%` }} />
      </span>
      <span className="text-muted">{WORD[grade]}</span>
    </span>
  );
}
