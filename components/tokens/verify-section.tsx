"use client";

import { lazy, Suspense } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import type { VerifyBoxesProps } from "./verify-boxes";

const VerifyBoxes = lazy(() => import("./verify-boxes"));

/** VerifyBoxes, which are loaded only where they are shown. */
export function VerifySection(props: VerifyBoxesProps) {
  return (
    <Suspense fallback={<Skeleton className="h-32" />}>
      <VerifyBoxes {...props} />
    </Suspense>
  );
}
