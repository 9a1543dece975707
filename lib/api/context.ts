import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { HeldBytes } from "../platform/byte-budget";
import type { HeaderReader } from "../platform/http/header-reader";
import type { ReceivedMessage } from "../platform/http/received-message";
import type { Accepted } from "../access/uses";
import type { TokenActor } from "../access/authorization/actor";

/** Facts about a running request, for the log and the metrics. */
export interface Trace {
  /** Sent back as X-Request-Id and written to the log. */
  readonly id: string;
  /** `performance.now()` at the start. */
  readonly startedAt: number;
  /** The pattern of the route, never the path itself, which may contain anything. Null until a route is found. */
  route: string | null;
}

/** What a mount adds to the Request. */
export interface Mount {
  /** On node:http and Bun: the message, for its peer, and for its body where that has been read or given up. */
  readonly incoming?: ReceivedMessage & { readonly rawBody?: Buffer; readonly tooSlow?: boolean };
  /** The Response class, if the mount has a faster one than the global. */
  readonly Response?: typeof Response;
}

export interface ApiEnv {
  Bindings: Mount & { readonly trace: Trace };
  Variables: {
    actor: TokenActor;
    /** The request as its token's limits count it. */
    use: Accepted;
    /** The memory held for the request's large body. */
    held: HeldBytes | undefined;
  };
}

/**
 * What a response depends on: the request, its mount, and the caller's limit. Hono's context is one. For the fastest
 * checks, a mount creates a simpler one (mounts/direct.ts).
 */
export interface HttpExchange {
  readonly req: {
    /** Absolute, or the request target as sent. */
    readonly url: string;
    readonly raw: { readonly headers: HeaderReader; readonly body: ReadableStream | null };
  };
  readonly env: ApiEnv["Bindings"];
  get(key: "use"): Accepted | undefined;
  set(key: "use", use: Accepted): void;
}

export type ApiContext = Context<ApiEnv>;
export type ApiApp = OpenAPIHono<ApiEnv>;
