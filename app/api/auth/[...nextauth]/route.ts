import type { NextRequest } from "next/server";
import { handlers } from "@/lib/account/next-auth";
import { isNextAuthPath } from "@/lib/account/next-auth-paths";
import { NO_CONTENT_POLICY, pageHeaders } from "@/lib/platform/http/security-headers";
import { servedOverHttps } from "@/lib/platform/http/served-origin";

type Handler = (request: NextRequest) => Promise<Response>;

/**
 * Adds security headers to next-auth's responses, which must not be shown, framed or cached. 404 for a path that it
 * does not know.
 */
const secured =
  (handler: Handler): Handler =>
  async (request) => {
    const answer = isNextAuthPath(request.nextUrl.pathname)
      ? await handler(request)
      : new Response("Not found.\n", { status: 404, headers: { "cache-control": "no-store" } });
    const secure = new Response(answer.body, answer); // the headers of a redirect are immutable
    const headers = { "content-security-policy": NO_CONTENT_POLICY, ...pageHeaders(servedOverHttps()) };
    for (const [name, value] of Object.entries(headers)) secure.headers.set(name, value);
    return secure;
  };

export const GET = secured(handlers.GET);
export const POST = secured(handlers.POST);
