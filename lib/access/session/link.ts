import "server-only";
import { headers } from "next/headers";
import { publicOrigin } from "../../platform/http/served-origin";
import { ownOrigin } from "../../platform/http/same-origin";

/**
 * A link that somebody else can open: under the configured origin, or else the one that this request came to. The
 * Host header behind the latter is the client's word; the link goes back to that very client.
 */
export async function linkTo(path: string): Promise<string> {
  const origin = ownOrigin(await headers(), publicOrigin());
  if (origin === null) throw new Error("the request named no host, and APP_URL is not set");
  return origin + path;
}
