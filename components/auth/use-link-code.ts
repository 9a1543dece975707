"use client";

import { startTransition, useEffect } from "react";

/** Submits the code after the link's #, which browsers send to no server by themselves. */
export function useLinkCode(submit: (values: FormData) => void): void {
  useEffect(() => {
    const secret = window.location.hash.slice(1);
    if (!secret) return;
    const values = new FormData();
    values.set("secret", secret);
    startTransition(() => submit(values));
  }, [submit]);
}
