import type { ReactNode } from "react";
import { CodeBlock } from "@/components/ui/code-block";

interface Props {
  /** Names the check for screen readers. */
  title: string;
  description: string | null;
  mql: string | null;
  variants: readonly string[];
  remediation?: readonly { readonly id: string | null; readonly text: string }[];
  /** After the texts, such as a link. */
  children?: ReactNode;
}

/** What a check asks and how to mend what it finds, closed at first. Renders only its children if there is no text. */
export function CheckTexts({ title, description, mql, variants, remediation = [], children }: Props) {
  if (!description && !mql && variants.length === 0 && remediation.length === 0) return children;
  return (
    <details className="mt-1 min-w-0">
      <summary className="w-fit cursor-pointer text-xs text-accent-text hover:underline">
        What it asks<span className="sr-only">: {title}</span>
      </summary>
      <div className="mt-2 grid max-w-prose min-w-0 gap-3 pb-2">
        {description && <Prose text={description} />}
        {mql && <CodeBlock label={`MQL of ${title}`} code={mql} />}
        {variants.length > 0 && (
          <p>
            One of these runs, depending on the platform:{" "}
            <span className="font-mono text-xs break-all">{variants.join(", ")}</span>
          </p>
        )}
        {remediation.map(({ id, text }, index) => (
          <div key={index}>
            <p className="mb-1 font-medium">Remediation{id && ` (${id})`}</p>
            <Prose text={text} />
          </div>
        ))}
        {children}
      </div>
    </details>
  );
}

function Prose({ text }: { text: string }) {
  return <p className="break-words whitespace-pre-wrap">{text}</p>;
}
