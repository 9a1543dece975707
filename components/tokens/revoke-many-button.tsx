"use client";

import { lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { CONTENT_ID } from "@/components/frame/skip-link";
import { Button } from "@/components/ui/button";
import { useOpenings } from "@/components/ui/use-openings";
import type { RevokeManyDialogProps } from "./revoke-many-dialog";

const RevokeManyDialog = lazy(() => import("./revoke-many-dialog"));

interface Props extends Pick<RevokeManyDialogProps, "which" | "tokens" | "count" | "revoke" | "children"> {
  label: ReactNode;
}

/** Revokes many tokens after a question. There is no button if there are none. */
export function RevokeManyButton({ label, ...props }: Props) {
  const { openings, openFrom, close, dialog } = useOpenings();
  const [isDone, setDone] = useState(false);
  const isGone = isDone && props.tokens.unrevoked === 0;

  useEffect(() => {
    // The button that had the focus is gone.
    if (isGone) document.getElementById(CONTENT_ID)?.focus();
  }, [isGone]);

  return (
    <>
      {props.tokens.unrevoked > 0 && (
        <Button variant="danger" className="needs-script shrink-0" onClick={openFrom}>
          {label}
        </Button>
      )}
      {openings > 0 && (
        <Suspense fallback={null}>
          <RevokeManyDialog
            {...props}
            key={openings}
            {...dialog}
            onDone={() => {
              setDone(true);
              close();
            }}
          />
        </Suspense>
      )}
    </>
  );
}
