import { StatusBadge } from "@/components/ui/status-badge";
import type { AssignmentAction } from "@/lib/content/schema";
import { ASSIGNMENT_LABELS } from "./labels";

/** The assignment as read-only text. */
export function AssignmentBadge({ assignment }: { assignment: AssignmentAction | null }) {
  if (assignment === null) return <span className="text-muted">{ASSIGNMENT_LABELS.NONE}</span>;
  return <StatusBadge tone={assignment === "ACTIVE" ? "positive" : "neutral"} label={ASSIGNMENT_LABELS[assignment]} />;
}
