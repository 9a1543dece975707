import { ANNOUNCER_ID } from "./announce";

/** The live region that `announce` writes to. Rendered once, by the root layout. */
export function Announcer() {
  return <div id={ANNOUNCER_ID} role="status" aria-live="polite" className="sr-only" />;
}
