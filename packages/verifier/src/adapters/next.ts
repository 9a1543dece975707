import type { NextRequest } from "next/server.js";
import type { VerifiedToken } from "../result.js";
import type { Verifier } from "../verifier.js";
import { authorizationOf } from "./shared/bearer.js";
import type { Challenge } from "./shared/challenge.js";
import { createGuard, type GuardOptions } from "./shared/guard.js";

export type RequireTokenOptions = GuardOptions<NextRequest>;

/** A route handler that also gets the verified token. `context` has the route's params. */
export type TokenHandler<RouteContext> = (
  request: NextRequest,
  token: VerifiedToken,
  context: RouteContext,
) => Response | Promise<Response>;

const guardOf = (verifier: Verifier, options: RequireTokenOptions) =>
  createGuard(verifier, options, ({ headers }: NextRequest) => authorizationOf(headers));

/** A route handler that runs for requests with a good token. All others are answered. */
export function withToken<RouteContext>(
  verifier: Verifier,
  options: RequireTokenOptions,
  handler: TokenHandler<RouteContext>,
): (request: NextRequest, context: RouteContext) => Promise<Response> {
  const guard = guardOf(verifier, options);
  return async (request, context) => {
    const guarded = await guard(request);
    return guarded.ok ? handler(request, guarded.accepted.token, context) : toResponse(guarded.challenge);
  };
}

/**
 * For `proxy.ts` (`middleware.ts` before Next.js 16): the answer to a request without a good token, and undefined for
 * all others, which go on. It hands nothing to the routes: what a header says, a client could have sent. A route that
 * needs the token uses `withToken`, for which a second check is from memory.
 */
export function requireToken(
  verifier: Verifier,
  options: RequireTokenOptions = {},
): (request: NextRequest) => Promise<Response | undefined> {
  const guard = guardOf(verifier, options);
  return async (request) => {
    const guarded = await guard(request);
    return guarded.ok ? undefined : toResponse(guarded.challenge);
  };
}

const toResponse = ({ status, headers, body }: Challenge): Response => new Response(body, { status, headers });
