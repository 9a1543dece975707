"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import { awaitFirstToast } from "./toast";

const ToastViewport = lazy(() => import("./toast-viewport"));

/** Shows toasts. Rendered once, by the root layout. Its code is loaded with the first toast. */
export function Toaster() {
  const [wanted, setWanted] = useState(false);
  useEffect(() => awaitFirstToast(() => setWanted(true)), []);
  if (!wanted) return null;
  return (
    <Suspense fallback={null}>
      <ToastViewport />
    </Suspense>
  );
}
