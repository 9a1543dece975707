import "server-only";
import { headers } from "next/headers";
import { requestOrigin } from "../../platform/http/served-origin";

/**
 * An absolute link to a path: under the configured origin, or else the origin of this request. The client controls the
 * Host header behind the latter, but the link is only returned to that client.
 */
export async function linkTo(path: string): Promise<string> {
  const origin = requestOrigin(await headers());
  if (origin === null) throw new Error("the request named no host, and APP_URL is not set");
  return origin + path;
}
