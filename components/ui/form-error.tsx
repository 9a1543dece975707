"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { buttonStyle } from "./button-style";
import { Callout } from "./callout";
import { SIGNED_OUT } from "./form-errors";
import { MAYBE_JOINED, MAYBE_RESET, MAYBE_SET_UP, MAYBE_SIGNED_IN, UPDATED } from "./lost-answer";
import { ReloadButton } from "./reload-button";

/** What helps with an error that any form can have. */
function remedyOf(message: string): ReactNode {
  if ([UPDATED, MAYBE_SIGNED_IN].includes(message)) return <ReloadButton />;
  if (![SIGNED_OUT, MAYBE_SET_UP, MAYBE_JOINED, MAYBE_RESET].includes(message)) return undefined;
  return (
    <a href="/login" target="_blank" className={buttonStyle("secondary", "sm")}>
      Sign in<span className="sr-only"> (opens another tab)</span>
    </a>
  );
}

/**
 * The error of the form as a whole, above its fields. Announced at once, and scrolled into view. `useForm` focuses it.
 */
export function FormError({ message }: { message: string | undefined }) {
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (message) box.current?.scrollIntoView({ block: "nearest" });
  }, [message]);

  if (!message) return null;
  return (
    <div ref={box} role="alert" tabIndex={-1} data-form-error className="rounded-md">
      <Callout tone="critical" action={remedyOf(message)}>
        {message}
      </Callout>
    </div>
  );
}
