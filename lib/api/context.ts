import type { IncomingMessage } from "node:http";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { HeldBytes } from "../platform/byte-budget";
import type { HeaderReader } from "../platform/http/header-reader";
import type { RateState } from "../access/rate-limit";
import type { TokenActor } from "../access/authorization/actor";

/** What is noted of a request while it runs, for the log and the metrics. */
export interface Trace {
  /** Sent back as X-Request-Id and written to the log. */
  readonly id: string;
  /** `performance.now()` at the start. */
  readonly startedAt: number;
  /** The pattern of the route, never the path itself: a path may hold anything. Null until one is found. */
  route: string | null;
}

/** What a mount knows beyond the Request. */
export interface Mount {
  /** On node:http: the message itself, for its socket, and for its body where that has been read or given up. */
  readonly incoming?: IncomingMessage & { readonly rawBody?: Buffer; readonly tooSlow?: boolean };
  /** The class that answers are made of, where the mount has a lighter one than the global. */
  readonly Response?: typeof Response;
}

export interface ApiEnv {
  Bindings: Mount & { readonly trace: Trace };
  Variables: {
    actor: TokenActor;
    /** Where the caller stands within its limit; null without one. */
    rate: RateState | null;
    /** The memory that the request's large body takes. */
    held: HeldBytes | undefined;
  };
}

/**
 * What an answer is made from: the request, what its mount knows of it, and the caller's limit. Hono's context is one;
 * where a check must cost least, a mount makes a plainer one (mounts/direct.ts).
 */
export interface HttpExchange {
  readonly req: {
    /** Absolute, or the request-target as it was sent. */
    readonly url: string;
    readonly raw: { readonly headers: HeaderReader; readonly body: ReadableStream | null };
  };
  readonly env: ApiEnv["Bindings"];
  get(key: "rate"): RateState | null;
  set(key: "rate", rate: RateState | null): void;
}

export type ApiContext = Context<ApiEnv>;
export type ApiApp = OpenAPIHono<ApiEnv>;
