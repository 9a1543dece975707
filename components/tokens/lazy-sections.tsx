"use client";

import { type ComponentProps, lazy, Suspense } from "react";
import { Skeleton } from "@/components/ui/skeleton";

// Parts of a form that few tokens need: they are loaded when a choice shows them, not with the page. A part that the
// server renders must not be here: React renders it again if the form changes before it is loaded, and what was typed
// is lost.
const IssueBoxes = lazy(() => import("./issue-boxes"));
const VerifyBoxes = lazy(() => import("./verify-boxes"));

/** The APIs that an Issuer issues tokens for. */
export function IssueSection(props: ComponentProps<typeof IssueBoxes>) {
  return (
    <Suspense fallback={<Skeleton className="h-32" />}>
      <IssueBoxes {...props} />
    </Suspense>
  );
}

/** The APIs whose tokens a Verifier may check. */
export function VerifySection(props: ComponentProps<typeof VerifyBoxes>) {
  return (
    <Suspense fallback={<Skeleton className="h-32" />}>
      <VerifyBoxes {...props} />
    </Suspense>
  );
}
