"use client";

import { type ReactNode, Suspense, useState } from "react";

export interface StreamedProps {
  /** The page itself was asked for, not a part of it by our own scripts. */
  whole: boolean;
  fallback: ReactNode;
  children: ReactNode;
}

/**
 * A Suspense boundary where scripts have asked, for they can put what comes later into its place. A page that is loaded
 * as such waits for its content instead: without scripts it would stay hidden. What was decided first holds, so that
 * a refresh does not mount everything anew and take the focus away.
 */
export function Streamed({ whole, fallback, children }: StreamedProps) {
  const [mayStream] = useState(!whole);
  return mayStream ? <Suspense fallback={fallback}>{children}</Suspense> : children;
}
