import type { FastifyReply, FastifyRequest } from "fastify";
import type { VerifiedToken } from "../result.js";
import type { Verifier } from "../verifier.js";
import { authorizationsOf } from "./shared/bearer.js";
import { createGuard, type GuardOptions } from "./shared/guard.js";

export { tokenOf } from "./shared/guard.js";
export type RequireTokenOptions = GuardOptions<FastifyRequest>;

declare module "fastify" {
  interface FastifyRequest {
    /** The verified token, after `requireToken`. `tokenOf(request)` has it without `undefined`. */
    token?: VerifiedToken;
  }
}

/** A hook for `onRequest` that lets requests with a good token through, and answers all others. */
export function requireToken(
  verifier: Verifier,
  options: RequireTokenOptions = {},
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  const guard = createGuard(verifier, options, ({ raw }: FastifyRequest) => authorizationsOf(raw));
  return async (request, reply) => {
    const guarded = await guard(request);
    if (guarded.ok) {
      request.token = guarded.accepted.token;
      return;
    }
    const { status, headers, body } = guarded.challenge;
    await reply.code(status).headers(headers).send(body);
  };
}
