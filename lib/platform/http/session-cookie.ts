import { isHttps, type OriginVariables } from "./public-origin";

/** The name of the console's session cookie; `__Host-` binds it to this very host on https (RFC 6265bis). */
export function sessionCookieName(variables: OriginVariables): string {
  return isHttps(variables) ? "__Host-latchkey.session" : "latchkey.session";
}
