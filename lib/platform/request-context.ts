import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import { processWide } from "./process-wide";

/** What every log line of a request contains. */
export interface RequestContext {
  /** Sent back as X-Request-Id. */
  readonly id: string;
  /** The pattern of an API route or the path of a page, without its query; null until a route is found. */
  readonly route: string | null;
  /** Aborts when the client goes before it is answered. Absent where that is not known. */
  readonly gone?: AbortSignal;
}

const storage = () => processWide("request-context", () => new AsyncLocalStorage<RequestContext>());

/** Runs `work` and everything that it starts in the context of a request. */
export function withRequest<T>(context: RequestContext, work: () => T): T {
  return storage().run(context, work);
}

/** The context of the current request; undefined outside of a request. */
export function currentRequest(): RequestContext | undefined {
  return storage().getStore();
}

/** A random prefix for the process and a counter: unique, and cheaper than a UUID for each request. */
const ids = () => processWide("request-ids", () => ({ prefix: randomBytes(9).toString("base64url"), last: 0 }));

/** An id for a request. */
export function nextRequestId(): string {
  const state = ids();
  state.last += 1;
  return `${state.prefix}-${state.last.toString(36)}`;
}
