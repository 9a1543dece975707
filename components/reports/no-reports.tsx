import { FileText } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";

/** Shown before the first report. */
export function NoReports() {
  return (
    <EmptyState icon={<FileText />} title="No reports yet">
      Reports appear when an agent posts one to this space, with a token that has the Agent permission.
    </EmptyState>
  );
}
