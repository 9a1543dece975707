import "server-only";
import { headers } from "next/headers";
import { requestOrigin } from "../../platform/http/served-origin";

/**
 * A link that somebody else can open: under the configured origin, or else the one that this request came to. The
 * Host header behind the latter is the client's word; the link goes back to that very client.
 */
export async function linkTo(path: string): Promise<string> {
  const origin = requestOrigin(await headers());
  if (origin === null) throw new Error("the request named no host, and APP_URL is not set");
  return origin + path;
}
