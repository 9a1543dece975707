import { FileText } from "lucide-react";
import { EmptyState } from "@/components/ui/empty-state";

/** Shown before the first report. */
export function NoReports() {
  return (
    <EmptyState icon={<FileText />} title="No reports yet">
      An agent posts what it found to this space, with a token that has the Agent permission. Each report is listed
      here.
    </EmptyState>
  );
}
