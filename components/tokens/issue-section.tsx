"use client";

import { lazy, Suspense } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import type { IssueBoxesProps } from "./issue-boxes";

const IssueBoxes = lazy(() => import("./issue-boxes"));

/** IssueBoxes, which are loaded only where they are shown. */
export function IssueSection(props: IssueBoxesProps) {
  return (
    <Suspense fallback={<Skeleton className="h-32" />}>
      <IssueBoxes {...props} />
    </Suspense>
  );
}
