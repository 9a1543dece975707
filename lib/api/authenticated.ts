import type { MiddlewareHandler } from "hono";
import { authenticate, type AuthenticationContext } from "../auth/api-token";
import { ownOrigin } from "../auth/browser";
import { addressOf } from "../auth/request-address";
import { env, publicOrigin } from "../env";
import { recordUse } from "../usage/recorder";
import type { ApiContext, ApiEnv } from "./context";
import { deny } from "./denial";
import { countAuthentication } from "./measures";

/** Lets a request in with a live token, and puts the actor into the context; or answers why not. */
export const authenticated: MiddlewareHandler<ApiEnv> = async (c, next) => {
  const { headers } = c.req.raw;
  const authentication = await authenticate(headers, authenticationContext(c));
  countAuthentication(authentication.ok ? "ok" : authentication.error);
  if (!authentication.ok) return deny(c, authentication);
  const { actor, rate } = authentication;
  recordUse(actor, headers.get("user-agent"));
  c.set("actor", actor);
  c.set("rate", rate);
  await next();
};

/** What a check knows of the request. Getters: a refused token costs neither an address nor an origin. */
export function authenticationContext(c: ApiContext, places: Pick<AuthenticationContext, "cookies" | "basic"> = {}): AuthenticationContext {
  const { headers } = c.req.raw;
  return {
    ...places,
    prefix: env().TOKEN_PREFIX,
    get ownOrigin() {
      return ownOrigin(headers, publicOrigin());
    },
    get address() {
      return addressOf(headers, c.env.incoming);
    },
  };
}
