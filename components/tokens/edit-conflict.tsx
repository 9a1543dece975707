import type { ReactNode } from "react";
import { Callout } from "@/components/ui/callout";

/**
 * Says what the token is now, while what the person chose stays in the form. The change may be another person's, or the
 * person's own: a form whose answer was lost, sent again with other values.
 */
export function EditConflict({ children }: { children: ReactNode }) {
  return (
    <div role="alert" tabIndex={-1} data-form-error className="rounded-md">
      <Callout tone="caution" title="This API token was changed after you opened it">
        {children} Your choices are still below. Save again to replace that change.
      </Callout>
    </div>
  );
}
