"use client";

import { type KeyboardEvent, useId, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";
import { CodeBlock } from "@/components/ui/code-block";
import type { Permission } from "@/lib/access/authorization/permissions";
import { examplesFor, MASK } from "./examples";

const STEPS: Partial<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

export interface ExampleTabsProps {
  origin: string;
  secret: string;
  permissions: readonly Permission[];
  /** Whether the secret may be seen; what is copied always has it. */
  shown: boolean;
}

/** Programs that use the token, one at a time: arrow keys go from one to the next. */
export function ExampleTabs({ origin, secret, permissions, shown }: ExampleTabsProps) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [current, setCurrent] = useState(0);
  const real = examplesFor(origin, secret, permissions);
  const visible = examplesFor(origin, shown ? secret : MASK, permissions);

  function onKeyDown(event: KeyboardEvent) {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (current + step + real.length) % real.length;
    setCurrent(next);
    list.current?.querySelectorAll<HTMLElement>("[role=tab]")[next]?.focus();
  }

  return (
    <section aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`} className="mb-2 font-medium">
        Try it
      </h3>
      <div
        ref={list}
        role="tablist"
        aria-labelledby={`${id}-title`}
        onKeyDown={onKeyDown}
        className="mb-3 flex flex-wrap gap-1"
      >
        {real.map(({ label }, index) => (
          <button
            key={label}
            type="button"
            role="tab"
            id={`${id}-tab-${index}`}
            aria-selected={index === current}
            aria-controls={`${id}-panel-${index}`}
            tabIndex={index === current ? 0 : -1}
            onClick={() => setCurrent(index)}
            className={cn(
              "min-h-8 rounded-md border px-3 font-medium pointer-coarse:min-h-10",
              index === current
                ? "border-control bg-pressed forced-colors:border-[Highlight]"
                : "border-transparent text-muted hover:bg-hover hover:text-fg forced-colors:border-[Canvas]",
            )}
          >
            {label}
          </button>
        ))}
      </div>
      {visible.map(({ label, code }, index) => (
        <div
          key={label}
          role="tabpanel"
          id={`${id}-panel-${index}`}
          aria-labelledby={`${id}-tab-${index}`}
          hidden={index !== current}
        >
          <CodeBlock label={label} code={code} copyValue={real[index]?.code} />
        </div>
      ))}
    </section>
  );
}
