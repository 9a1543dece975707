import type { Context, MiddlewareHandler } from "hono";
import type { VerifiedToken } from "../result.js";
import type { Verifier } from "../verifier.js";
import { authorizationOf } from "./shared/bearer.js";
import { createGuard, type GuardOptions } from "./shared/guard.js";

export type RequireTokenOptions = GuardOptions<Context>;

/** What `requireToken` sets: `new Hono<TokenEnv>()` knows it in all handlers, a route in those behind it. */
export interface TokenEnv {
  Variables: {
    /** The verified token. */
    token: VerifiedToken;
  };
}

/** Middleware that lets requests with a good token through, and answers all others. */
export function requireToken(verifier: Verifier, options: RequireTokenOptions = {}): MiddlewareHandler<TokenEnv> {
  const guard = createGuard(verifier, options, ({ req }: Context) => authorizationOf(req.raw.headers));
  return async (context, next) => {
    const guarded = await guard(context);
    if (!guarded.ok) {
      const { status, headers, body } = guarded.challenge;
      return context.body(body, status, headers);
    }
    context.set("token", guarded.accepted.token);
    return next();
  };
}
