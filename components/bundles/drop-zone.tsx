"use client";

import { FileUp } from "lucide-react";
import { type DragEvent, useId, useState } from "react";
import { cn } from "@/components/ui/cn";

interface Props {
  /** What can be dropped: "YAML, up to 5 MB". */
  hint: string;
  onFile: (file: File) => void;
}

/** Takes a file from the browser's picker, or by drag and drop. */
export function DropZone({ hint, onFile }: Props) {
  const [over, setOver] = useState(false);
  const hintId = useId();

  function onDrop(event: DragEvent<HTMLLabelElement>) {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file) onFile(file);
  }
  function onDragOver(event: DragEvent<HTMLLabelElement>) {
    event.preventDefault();
    setOver(true);
  }
  return (
    <label
      onDragOver={onDragOver}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      className={cn(
        "flex cursor-pointer flex-col items-center gap-1 rounded-md border border-dashed",
        "px-6 py-10 text-center transition-colors duration-100 focus-within:outline-2",
        "focus-within:outline-offset-2 focus-within:outline-accent hover:bg-hover",
        over ? "border-accent bg-accent-soft" : "border-control",
      )}
    >
      <FileUp aria-hidden className="mb-2 size-6 text-muted" />
      <span className="font-medium">
        <span className="text-accent-text underline">Choose a bundle</span>
        <span className="pointer-coarse:hidden"> or drop it here</span>
      </span>
      <span id={hintId} className="text-muted">
        {hint}
      </span>
      <input
        type="file"
        accept=".yaml,.yml,.mql,application/yaml,text/yaml"
        aria-describedby={hintId}
        className="sr-only"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          // Selecting the same file again after a fix is a change too.
          currentTarget.value = "";
          if (file) onFile(file);
        }}
      />
    </label>
  );
}
