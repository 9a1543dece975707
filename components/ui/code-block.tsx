"use client";

import { CopyButton } from "./copy-button";

export interface CodeBlockProps {
  /** The displayed text. */
  code: string;
  /** The copied text, if the displayed one is masked. */
  copyValue?: string;
  /** The title above the code, also for screen readers: "cURL". */
  label: string;
}

export function CodeBlock({ code, copyValue = code, label }: CodeBlockProps) {
  return (
    <figure className="min-w-0 overflow-hidden rounded-md border border-line">
      <figcaption className="flex items-center justify-between gap-3 border-b border-line bg-subtle py-1 pr-1 pl-4">
        <span className="text-xs font-medium text-muted">{label}</span>
        <CopyButton text={copyValue} iconOnly description={`Copy ${label}`} />
      </figcaption>
      <pre
        tabIndex={0}
        role="region"
        aria-label={`${label} code`}
        className="overflow-x-auto px-4 py-3 font-mono text-xs leading-5 -outline-offset-2"
      >
        <code>{code}</code>
      </pre>
    </figure>
  );
}
