import type { ReactNode } from "react";
import { buttonStyle } from "./button-style";
import { Callout } from "./callout";
import { SIGNED_OUT, UPDATED } from "./lost-answer";
import { ReloadButton } from "./reload-button";

/** What helps with an error that any form can have. */
function remedyOf(message: string): ReactNode {
  if (message === UPDATED) return <ReloadButton />;
  if (message !== SIGNED_OUT) return undefined;
  return (
    <a href="/login" target="_blank" className={buttonStyle("secondary", "sm")}>
      Sign in<span className="sr-only"> (opens another tab)</span>
    </a>
  );
}

/** The error of the form as a whole, above its fields, announced at once. */
export function FormError({ message }: { message: string | undefined }) {
  if (!message) return null;
  return (
    <div role="alert">
      <Callout tone="critical" action={remedyOf(message)}>
        {message}
      </Callout>
    </div>
  );
}
