"use client";

import { lazy, Suspense, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import type { TokenDto } from "@/lib/tokens/dto";
import type { RotateDialogProps } from "./rotate-dialog";
import type { TokenPageContext } from "./token-page-context";

const RotateDialog = lazy(() => import("./rotate-dialog").then(({ RotateDialog }) => ({ default: RotateDialog })));

interface Props extends Pick<RotateDialogProps, "onRotated"> {
  token: TokenDto;
  context: TokenPageContext;
}

/** Shown when a token was created and the answer with its secret was lost: offers to rotate it. */
export function LostSecret({ token, context, onRotated }: Props) {
  const [isRotating, setRotating] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <div role="alert">
        <Callout
          tone="caution"
          title={`“${token.name}” was created already, and its secret was lost with the answer`}
          action={
            <Button ref={button} size="sm" onClick={() => setRotating(true)}>
              Rotate
            </Button>
          }
        >
          No second API token was created, and what you changed in the form since then was not applied. Rotate this one
          to get a secret for it.
        </Callout>
      </div>
      {isRotating && (
        <Suspense fallback={null}>
          <RotateDialog
            token={token}
            context={context}
            open
            onClose={() => setRotating(false)}
            finalFocus={button}
            onRotated={(rotated) => {
              setRotating(false);
              onRotated(rotated);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
