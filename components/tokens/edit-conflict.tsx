import type { ReactNode } from "react";
import { Callout } from "@/components/ui/callout";

/** Tells the second of two editors what the first one left, while what they chose themselves stays in the form. */
export function EditConflict({ children }: { children: ReactNode }) {
  return (
    <div role="alert" tabIndex={-1} data-form-error className="rounded-md">
      <Callout tone="caution" title="Somebody else has changed this API token meanwhile">
        {children} What you chose is still below: save again to replace theirs.
      </Callout>
    </div>
  );
}
