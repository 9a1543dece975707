import { cookies } from "next/headers";
import { NextResponse } from "next/server";
import { sessionCookieName } from "@/lib/platform/http/session-cookie";
import { hasDeadCookie } from "@/lib/access/session/session";
import { safeNextPath } from "@/lib/access/session/return-path";
import { env } from "@/lib/platform/env";
import { servedOverHttps } from "@/lib/platform/http/served-origin";

/**
 * Takes back a session cookie that no longer counts, for a page cannot set cookies. A living session stays, so that no
 * link can sign out a user. `cleared` prevents /login from redirecting here again if the browser kept the cookie.
 */
export async function GET(request: Request): Promise<Response> {
  const next = safeNextPath(new URL(request.url).searchParams.get("next"));
  if (await hasDeadCookie()) {
    const jar = await cookies();
    jar.set({
      name: sessionCookieName(env()),
      value: "",
      maxAge: 0,
      path: "/",
      httpOnly: true,
      sameSite: "lax",
      secure: servedOverHttps(),
    });
  }
  return new NextResponse(null, { status: 303, headers: { location: loginPath(next), "cache-control": "no-store" } });
}

function loginPath(next: string): string {
  const query = new URLSearchParams({ cleared: "1", ...(next === "/" ? {} : { next }) });
  return `/login?${query}`;
}
