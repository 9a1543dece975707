"use client";

import { type ReactNode, useId } from "react";

export function NavSection({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <div>
      <h2 id={id} className="mb-1 px-2 text-xs font-medium text-muted">
        {title}
      </h2>
      <ul aria-labelledby={id} className="grid grid-cols-1 gap-0.5">
        {children}
      </ul>
    </div>
  );
}
