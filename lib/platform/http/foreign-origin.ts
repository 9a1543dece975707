import { warnOnce } from "../warn-once";
import type { OwnOrigin } from "./same-origin";

/**
 * Warns that a request of the console was refused because of its origin. A page of another site may have sent it; if
 * the two origins are the same service, the proxy in front is not configured here.
 */
export function warnOfForeignOrigin(origin: string | null, own: OwnOrigin): void {
  warnOnce(
    { origin, ownOrigin: own },
    "A request of the console was refused: its Origin is not the origin that it came to. " +
      "Behind a proxy, set APP_URL to the address that people open, or TRUSTED_PROXIES to the proxy's",
  );
}
