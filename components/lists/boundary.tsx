"use client";

import { type ReactNode, Suspense, useState } from "react";

export interface BoundaryProps {
  /** Whether the browser requested the whole page, not a script a part of it. */
  whole: boolean;
  fallback: ReactNode;
  children: ReactNode;
}

/**
 * A Suspense boundary for requests by scripts, and none for a whole page. The first decision holds, so that a
 * refresh does not remount the content and lose the focus.
 */
export function Boundary({ whole, fallback, children }: BoundaryProps) {
  const [mayStream] = useState(!whole);
  return mayStream ? <Suspense fallback={fallback}>{children}</Suspense> : children;
}
