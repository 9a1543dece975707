import { failed, type Failure } from "./failure.js";

/** As much of `fetch` as is needed. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface Question {
  readonly path: string;
  /** Sent by POST, as JSON. Left out: GET. */
  readonly body?: string;
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

export type Reply =
  | {
      readonly ok: true;
      readonly body: unknown;
      /** The header Date, in ms since the epoch: whole seconds, rounded down. Null if there is none. */
      readonly date: number | null;
    }
  | { readonly ok: false; readonly failure: Failure };

export type Opened =
  { readonly ok: true; readonly body: ReadableStream<Uint8Array> } | { readonly ok: false; readonly failure: Failure };

/** Asks Latchkey with the verifier's token, which no other object knows. Follows no redirect, and uses no cache. */
export class Client {
  readonly #url: string;
  readonly #authorization: string;
  readonly #fetch: Fetch;
  readonly #open = new Set<AbortController>();
  #isClosed = false;

  constructor(url: string, token: string, fetch: Fetch) {
    this.#url = url;
    this.#authorization = `Bearer ${token}`;
    this.#fetch = fetch;
  }

  /** The JSON of an answer with status 200. Never throws. */
  async ask({ path, body, timeoutMs, maxBytes }: Question): Promise<Reply> {
    const request = this.#begin();
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      request.abort();
    }, timeoutMs);
    try {
      const posted = body === undefined ? {} : { method: "POST", body };
      const response = await this.#send(path, "application/json", request.signal, posted);
      return response.status === 200 ? await read(response, maxBytes) : await refusal(response);
    } catch {
      return { ok: false, failure: failed(isLate ? "timeout" : this.#isClosed ? "closed" : "network") };
    } finally {
      clearTimeout(timer);
      this.#open.delete(request);
    }
  }

  /** A stream of events. The caller aborts the signal at its end in any case. Never throws. */
  async stream(path: string, signal: AbortSignal): Promise<Opened> {
    const request = this.#begin();
    const abort = () => {
      request.abort();
      this.#open.delete(request);
    };
    signal.addEventListener("abort", abort);
    if (signal.aborted) abort();
    try {
      const response = await this.#send(path, "text/event-stream", request.signal);
      if (response.status !== 200) return await refusal(response);
      const isStream = response.headers.get("content-type")?.startsWith("text/event-stream") ?? false;
      if (isStream && response.body !== null) return { ok: true, body: response.body };
      await response.body?.cancel();
      return { ok: false, failure: failed("answer") };
    } catch {
      return { ok: false, failure: failed(this.#isClosed || signal.aborted ? "closed" : "network") };
    }
  }

  /** Ends all requests, and lets no other begin. */
  close(): void {
    this.#isClosed = true;
    for (const request of this.#open) request.abort();
    this.#open.clear();
  }

  #begin(): AbortController {
    const request = new AbortController();
    this.#open.add(request);
    if (this.#isClosed) request.abort();
    return request;
  }

  #send(path: string, accept: string, signal: AbortSignal, rest: RequestInit = {}): Promise<Response> {
    const headers = { authorization: this.#authorization, accept, "cache-control": "no-cache" };
    return this.#fetch(this.#url + path, {
      ...rest,
      headers: "body" in rest ? { ...headers, "content-type": "application/json" } : headers,
      // Next.js caches GETs of its server otherwise.
      cache: "no-store",
      redirect: "manual",
      signal,
    });
  }
}

async function read(response: Response, maxBytes: number): Promise<Reply> {
  const text = await readText(response, maxBytes);
  // An answer from a cache was made for another question, at another time.
  const isCached = Number(response.headers.get("age") ?? 0) !== 0;
  if (text === null || isCached) return { ok: false, failure: failed("answer") };
  try {
    return { ok: true, body: JSON.parse(text), date: dateOf(response) };
  } catch {
    return { ok: false, failure: failed("answer") };
  }
}

/** Null if there is more than may be kept. */
async function readText(response: Response, maxBytes: number): Promise<string | null> {
  const reader = response.body?.getReader();
  if (reader === undefined) return "";
  const decoder = new TextDecoder();
  let text = "";
  for (let size = 0; ;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    size += value.byteLength;
    if (size > maxBytes) {
      await reader.cancel();
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
}

async function refusal(response: Response): Promise<{ readonly ok: false; readonly failure: Failure }> {
  await response.body?.cancel();
  const retryAfter = response.headers.get("retry-after") ?? "";
  const seconds = /^\d{1,5}$/.test(retryAfter) ? Number(retryAfter) : null;
  return { ok: false, failure: failed("status", response.status, seconds) };
}

function dateOf(response: Response): number | null {
  const at = Date.parse(response.headers.get("date") ?? "");
  return Number.isNaN(at) ? null : at;
}
