import type { ReactNode } from "react";
import { CodeBlock } from "@/components/ui/code-block";
import { proseParts } from "./prose-parts";

interface Props {
  /** Names the check for screen readers; unique on the page. */
  name: string;
  description: string | null;
  mql: string | null;
  variants: readonly string[];
  remediation?: readonly { readonly id: string | null; readonly text: string }[];
  /** After the texts, such as a link. */
  children?: ReactNode;
}

/** For the row of a check: its cells are aligned at the top while its texts are open. */
export const OPEN_AT_TOP = "has-[details[open]]:[&>td]:align-top!";

/** What a check asks and how to mend what it finds, closed at first. Renders only its children if there is no text. */
export function CheckTexts({ name, description, mql, variants, remediation = [], children }: Props) {
  if (!description && !mql && variants.length === 0 && remediation.length === 0) return children;
  return (
    <details className="mt-1 min-w-0">
      <summary className="w-fit cursor-pointer text-xs text-accent-text hover:underline">
        What it asks<span className="sr-only">: {name}</span>
      </summary>
      <div className="mt-2 grid max-w-prose min-w-0 gap-3 pb-2">
        {description && <Prose name={name} text={description} />}
        {mql && <CodeBlock label={`MQL of ${name}`} code={mql} />}
        {variants.length > 0 && (
          <p>
            One of these runs, depending on the platform:{" "}
            <span className="font-mono text-xs break-all">{variants.join(", ")}</span>
          </p>
        )}
        {remediation.map(({ id, text }, index) => (
          <div key={index}>
            <p className="mb-1 font-medium">Remediation{id && ` (${id})`}</p>
            <Prose name={`remediation ${index + 1} of ${name}`} text={text} />
          </div>
        ))}
        {children}
      </div>
    </details>
  );
}

/** Markdown as plain text, with its code blocks as such. */
function Prose({ name, text }: { name: string; text: string }) {
  const parts = proseParts(text);
  const codes = parts.filter(({ kind }) => kind === "code");
  return (
    <div className="grid min-w-0 gap-2">
      {parts.map((part, index) =>
        part.kind === "code" ? (
          <CodeBlock key={index} label={`Code ${codes.indexOf(part) + 1} in ${name}`} code={part.text} />
        ) : (
          <p key={index} className="break-words whitespace-pre-wrap">
            {part.text}
          </p>
        ),
      )}
    </div>
  );
}
