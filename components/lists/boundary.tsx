"use client";

import { type ReactNode, Suspense, useState } from "react";

export interface BoundaryProps {
  /** The page itself was asked for, not a part of it by our own scripts. */
  whole: boolean;
  fallback: ReactNode;
  children: ReactNode;
}

/**
 * A Suspense boundary where scripts have asked, and none in a whole page. What was decided first holds, so that a
 * refresh does not mount everything anew and take the focus away.
 */
export function Boundary({ whole, fallback, children }: BoundaryProps) {
  const [mayStream] = useState(!whole);
  return mayStream ? <Suspense fallback={fallback}>{children}</Suspense> : children;
}
