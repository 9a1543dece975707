import type { Request, RequestHandler } from "express";
import type { VerifiedToken } from "../result.js";
import type { Verifier } from "../verifier.js";
import { authorizationsOf } from "./shared/bearer.js";
import { createGuard, type GuardOptions } from "./shared/guard.js";

export { tokenOf } from "./shared/guard.js";
export type RequireTokenOptions = GuardOptions<Request>;

declare global {
  // Express's own types are extended like this.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace Express {
    interface Request {
      /** The verified token, after `requireToken`. `tokenOf(request)` has it without `undefined`. */
      token?: VerifiedToken;
    }
  }
}

/** Middleware of Express 4 and 5 that lets requests with a good token through, and answers all others. */
export function requireToken(verifier: Verifier, options: RequireTokenOptions = {}): RequestHandler {
  const guard = createGuard(verifier, options, authorizationsOf);
  return async (request, response, next) => {
    const guarded = await guard(request).catch((error: unknown) => next(error));
    if (!guarded) return;
    if (guarded.ok) {
      request.token = guarded.accepted.token;
      return next();
    }
    const { status, headers, body } = guarded.challenge;
    response.status(status).set(headers).end(body);
  };
}
