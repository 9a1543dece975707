import type { IncomingMessage, ServerResponse } from "node:http";
import type { FakeTokens } from "./fake-tokens";

const HEARTBEAT_MS = 100;

/** The feed of a fake Latchkey. Its cursors are positions. */
export class FakeFeed {
  readonly #tokens: FakeTokens;
  readonly #streams = new Map<ServerResponse, number>();
  readonly #timer: NodeJS.Timeout;
  /** How far the feed is behind, in ms. It says so. */
  lagMs = 0;
  /** Cursors before this position are too old. */
  keptFrom = 0;
  hasStream = true;
  organization: string | null = null;

  constructor(tokens: FakeTokens) {
    this.#tokens = tokens;
    tokens.onChange = () => this.#push();
    this.#timer = setInterval(() => this.#beat(), HEARTBEAT_MS);
    this.#timer.unref();
  }

  get streams(): number {
    return this.#streams.size;
  }

  close(): void {
    clearInterval(this.#timer);
    for (const stream of this.#streams.keys()) stream.destroy();
  }

  /** The answer of a poll; null for what is no cursor. */
  answer(since: string | null): object | null {
    const end = this.#visible();
    const position = since === null ? end : Number(since.replace(/^c/, ""));
    if (!Number.isInteger(position) || position > this.#tokens.changes.length) return null;
    const isReset = since === null || position < this.keptFrom;
    const items = isReset ? [] : this.#tokens.changes.slice(position, end).map(({ item }) => item);
    const organization = this.organization === null ? {} : { organization: this.organization };
    return { items, reset: isReset, nextCursor: `c${Math.max(end, position)}`, ageMs: this.lagMs, ...organization };
  }

  stream(request: IncomingMessage, response: ServerResponse, since: string): void {
    response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store" });
    response.write(": hello\n\n");
    this.#streams.set(response, Number(since.replace(/^c/, "")));
    request.on("close", () => this.#streams.delete(response));
    this.#push();
  }

  /** Breaks all streams. */
  cutStreams(): void {
    for (const stream of this.#streams.keys()) stream.destroy();
  }

  #visible(): number {
    const until = performance.now() - this.lagMs;
    const first = this.#tokens.changes.findIndex(({ at }) => at > until);
    return first === -1 ? this.#tokens.changes.length : first;
  }

  #push(): void {
    const end = this.#tokens.changes.length;
    for (const [stream, position] of this.#streams) {
      const items = this.#tokens.changes.slice(position, end).map(({ item }) => item);
      if (items.length === 0) continue;
      stream.write(`event: change\nid: c${end}\ndata: ${JSON.stringify({ items })}\n\n`);
      this.#streams.set(stream, end);
    }
  }

  #beat(): void {
    for (const [stream, position] of this.#streams)
      stream.write(`event: heartbeat\nid: c${position}\ndata: {"ageMs":0}\n\n`);
  }
}
