"use client";

import { useSyncExternalStore } from "react";
import { Callout } from "./callout";

const never = () => () => undefined;

/** A warning on a page that came over http from another machine. Browsers call loopback and https secure. */
export function InsecureNotice() {
  const isInsecure = useSyncExternalStore(
    never,
    () => !window.isSecureContext,
    () => false,
  );
  if (!isInsecure) return null;
  return (
    <Callout tone="caution" title="This connection is not encrypted">
      Others on the network can read passwords and tokens. Open Latchkey by an https address.
    </Callout>
  );
}
