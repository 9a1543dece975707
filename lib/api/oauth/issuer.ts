import { ownOrigin } from "../../platform/http/same-origin";
import { publicOrigin } from "../../platform/http/served-origin";
import type { Exchange } from "../context";

/**
 * Who issues (RFC 8414 section 2): APP_URL. Without it, whatever host the request names, which is right for trying
 * things out; verifiers that compare issuers need APP_URL set.
 */
export function issuerOf(c: Exchange): string {
  return publicOrigin() ?? ownOrigin(c.req.raw.headers, null) ?? new URL(c.req.url).origin;
}
