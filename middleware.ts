import { NextResponse, type NextRequest } from "next/server";
import { isActionRequest } from "./lib/platform/http/action-request";
import { isSameOrigin, ownOrigin } from "./lib/platform/http/same-origin";
import { sessionCookieName } from "./lib/platform/http/session-cookie";
import { contentSecurityPolicy } from "./lib/platform/http/content-security-policy";
import { pageHeaders } from "./lib/platform/http/security-headers";
import { configuredOrigin, isHttps, type OriginVariables } from "./lib/platform/http/public-origin";

/** Where a visitor without a session is sent to /login. A convenience: every page and action checks by itself. */
const PROTECTED = /^\/(?:$|admin(?:\/|$)|spaces(?:\/|$)|account(?:\/|$))/;
const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

function variables(): OriginVariables {
  const { APP_URL, VERCEL, VERCEL_ENV, VERCEL_URL, VERCEL_PROJECT_PRODUCTION_URL } = process.env;
  return { APP_URL, VERCEL, VERCEL_ENV, VERCEL_URL, VERCEL_PROJECT_PRODUCTION_URL };
}

export async function middleware(request: NextRequest): Promise<NextResponse> {
  if (!SAFE_METHODS.has(request.method) && !fromOwnOrigin(request))
    return refused(403, "This request did not come from a page of Latchkey.");
  if (request.method === "POST" && !(await isActionRequest(request.clone())))
    return refused(400, "The request could not be understood.");
  const { pathname, search } = request.nextUrl;
  // A server action answers that the person is signed out; the script of its form would follow a redirect to nowhere.
  const isScripted = request.method === "POST" && request.headers.has("next-action");
  if (!isScripted && PROTECTED.test(pathname) && !request.cookies.has(sessionCookieName(variables())))
    return toLogin(request, pathname + search);
  return withPolicy(request);
}

function refused(status: number, text: string): NextResponse {
  return secured(
    new NextResponse(`${text}\n`, {
      status,
      headers: { "cache-control": "no-store", "content-security-policy": "default-src 'none'; frame-ancestors 'none'" },
    }),
  );
}

function fromOwnOrigin(request: NextRequest): boolean {
  const origin = request.headers.get("origin");
  return origin !== null && isSameOrigin(origin, ownOrigin(request.headers, configuredOrigin(variables())));
}

function toLogin(request: NextRequest, path: string): NextResponse {
  const url = request.nextUrl.clone();
  url.pathname = "/login";
  url.search = path === "/" ? "" : `?next=${encodeURIComponent(path)}`;
  return secured(NextResponse.redirect(url, 303));
}

/** The page gets the nonce by request header (Next puts it on its scripts), the browser the policy. */
function withPolicy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const policy = contentSecurityPolicy(nonce, {
    https: isHttps(variables()),
    development: process.env.NODE_ENV === "development",
  });
  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  return secured(response);
}

function secured(response: NextResponse): NextResponse {
  for (const [name, value] of Object.entries(pageHeaders(isHttps(variables())))) response.headers.set(name, value);
  return response;
}

export const config = {
  /**
   * Every page; not the API (it sets its own headers, and a matched route costs half its throughput), nor files, nor
   * the reference pages, which have a policy of their own.
   */
  matcher: ["/((?!api/|airmdrapi/|query$|oauth/|docs$|docs/|\\.well-known/|_next/static/|icon\\.svg).*)"],
};
