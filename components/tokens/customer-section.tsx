"use client";

import { lazy, Suspense } from "react";
import type { CustomerFieldsProps } from "./customer-fields";

const CustomerFields = lazy(() => import("./customer-fields"));

/** CustomerFields, which are loaded only where they are shown. */
export function CustomerSection(props: CustomerFieldsProps) {
  return (
    <Suspense fallback={<div aria-hidden className="h-84" />}>
      <CustomerFields {...props} />
    </Suspense>
  );
}
