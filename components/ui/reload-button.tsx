"use client";

import { Button } from "./button";

/** Loads the page again. */
export function ReloadButton() {
  return (
    <Button size="sm" onClick={() => window.location.reload()}>
      Reload the page
    </Button>
  );
}
