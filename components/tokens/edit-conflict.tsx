import type { ReactNode } from "react";
import { Callout } from "@/components/ui/callout";

/** Tells the second of two editors what the first one left, while what they chose themselves stays in the form. */
export function EditConflict({ children }: { children: ReactNode }) {
  return (
    <div role="alert" tabIndex={-1} data-form-error className="rounded-md">
      <Callout tone="caution" title="Someone else changed this API token">
        {children} Your choices are still below. Save again to replace their changes.
      </Callout>
    </div>
  );
}
