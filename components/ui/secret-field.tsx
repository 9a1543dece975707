"use client";

import { Eye, EyeOff } from "lucide-react";
import { type RefObject, useId, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { announce } from "./announce";
import { Button } from "./button";
import { CopyButton } from "./copy-button";

export interface SecretFieldProps {
  /** Rendered only after "Show". */
  secret: string;
  label: string;
  /** "Show Token" / "Hide". */
  showLabel?: string;
  /** Called on toggle, to unmask examples too. */
  onShownChange?: (shown: boolean) => void;
  onCopied?: () => void;
}

const DOTS = "•".repeat(24);

function Shown({ secret, id, ref }: { secret: string; id: string; ref: RefObject<HTMLElement | null> }) {
  return (
    <code ref={ref} aria-labelledby={id} className="font-mono break-all select-all">
      {secret}
    </code>
  );
}

function Hidden({ label }: { label: string }) {
  return (
    <span className="block overflow-hidden font-mono tracking-wider whitespace-nowrap select-none">
      <span aria-hidden>{DOTS}</span>
      <span className="sr-only">{label} is hidden</span>
    </span>
  );
}

/** A secret: dots until shown, never selectable while hidden. Copy always copies the real value. */
export function SecretField({ secret, label, showLabel = "Show Token", onShownChange, onCopied }: SecretFieldProps) {
  const id = useId();
  const [shown, setShown] = useState(false);
  const [refused, setRefused] = useState(false);
  const code = useRef<HTMLElement>(null);

  function toggle() {
    setShown(!shown);
    onShownChange?.(!shown);
    announce(shown ? `${label} hidden` : `${label} shown`);
  }

  /** Shows the secret and selects it, for Ctrl+C. */
  function select(): boolean {
    flushSync(() => {
      setShown(true);
      setRefused(true);
    });
    onShownChange?.(true);
    if (code.current) window.getSelection()?.selectAllChildren(code.current);
    return code.current !== null;
  }

  return (
    <div role="group" aria-labelledby={id}>
      <p id={id} className="mb-1.5 font-medium">
        {label}
      </p>
      <div className="flex min-h-12 items-center rounded-md border border-control bg-subtle px-4 py-3">
        <div className="min-w-0 flex-1">
          {shown ? <Shown secret={secret} id={id} ref={code} /> : <Hidden label={label} />}
        </div>
      </div>
      <div className="mt-3 flex flex-wrap gap-3">
        <CopyButton text={secret} variant="primary" size="md" onCopied={onCopied} onRefused={select} />
        <Button icon={shown ? <EyeOff aria-hidden /> : <Eye aria-hidden />} onClick={toggle}>
          {shown ? "Hide" : showLabel}
        </Button>
      </div>
      {refused && shown && (
        <p className="mt-2 text-muted">
          Your browser did not allow copying. The text above is selected: press Ctrl+C, or Command+C.
        </p>
      )}
    </div>
  );
}
