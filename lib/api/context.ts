import type { IncomingMessage } from "node:http";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { RateState } from "../auth/rate-limit";
import type { TokenActor } from "../authorization/actor";

/** What is noted of a request while it runs, for the log and the metrics. */
export interface Trace {
  /** Sent back as X-Request-Id and written to the log. */
  readonly id: string;
  /** `performance.now()` at the start. */
  readonly startedAt: number;
  /** The pattern of the route, never the path itself: a path may hold anything. */
  route: string;
}

/** What a mount knows beyond the Request. */
export interface Mount {
  /** On node:http: the message itself, for its socket, and for its body where that has been read. */
  readonly incoming?: IncomingMessage & { readonly rawBody?: Buffer };
  /** The class that answers are made of, where the mount has a lighter one than the global. */
  readonly Response?: typeof Response;
}

export interface ApiEnv {
  Bindings: Mount & { readonly trace: Trace };
  Variables: {
    actor: TokenActor;
    /** Where the caller stands within its limit; null without one. */
    rate: RateState | null;
  };
}

export type ApiContext = Context<ApiEnv>;
export type ApiApp = OpenAPIHono<ApiEnv>;
