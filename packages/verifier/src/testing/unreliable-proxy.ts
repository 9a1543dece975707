import { once } from "node:events";
import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

/** How long the network stays as it is, in ms. */
const PHASE_MS = 1_500;
/** The longest time that something is held back, in ms, and how long all of the feed is while it is late. */
const MAX_DELAY_MS = 3_000;
const LATE_MS = 1_400;

/**
 * `calm` passes everything on, `late` holds all of the feed back alike, `wild` disturbs each request in another way,
 * and `cut` lets nothing through.
 */
const PHASES = ["calm", "calm", "late", "late", "wild", "calm", "cut"] as const;
type Phase = (typeof PHASES)[number];

/** What happens to a request of the feed. */
const FAULTS = [
  "pass",
  "pass",
  "late_request",
  "late_answer",
  "late_answer",
  "lost_request",
  "lost_answer",
  "torn",
] as const;

const chance = (share: number): boolean => Math.random() < share;
const someDelay = (most = MAX_DELAY_MS): number => Math.random() * most;

/**
 * A network between a verifier and Latchkey that cuts, holds back and reorders the feed, polls and streams alike, and
 * sometimes loses or holds back an answer to checks.
 */
export class UnreliableProxy {
  readonly #target: URL;
  readonly #server: Server;
  readonly #begun = performance.now();
  #isClosed = false;

  private constructor(target: string) {
    this.#target = new URL(target);
    this.#server = createServer((request, response) => {
      this.#handle(request, response).catch(() => response.destroy());
    });
  }

  static async start(target: string): Promise<UnreliableProxy> {
    const proxy = new UnreliableProxy(target);
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  #phase(): Phase {
    const at = Math.floor((performance.now() - this.#begun) / PHASE_MS);
    return PHASES[at % PHASES.length] ?? "calm";
  }

  #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isFeed = request.url?.startsWith("/api/v1/changes") ?? false;
    if (!isFeed) return this.#disturbCheck(request, response);
    return request.headers.accept === "text/event-stream"
      ? this.#disturbStream(request, response)
      : this.#disturbPoll(request, response);
  }

  async #disturbCheck(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request);
    const answer = await this.#forward(request, body);
    const sent = await buffer(answer);
    if (this.#phase() === "wild" && chance(0.1)) await sleep(someDelay(1_000));
    if (this.#phase() === "wild" && chance(0.05)) return void response.destroy();
    pass(answer, sent, response);
  }

  async #disturbPoll(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fault = this.#phase() === "wild" ? FAULTS[Math.floor(Math.random() * FAULTS.length)] : "pass";
    if (this.#phase() === "cut" || fault === "lost_request") return this.#hang(response);
    if (fault === "late_request") await sleep(someDelay());
    const answer = await this.#forward(request);
    const sent = await buffer(answer);
    if (fault === "late_answer") await sleep(someDelay());
    if (this.#phase() === "late") await sleep(LATE_MS);
    // It is on its way while the network is cut: it arrives later.
    while (this.#phase() === "cut") await sleep(10);
    if (fault === "lost_answer") return void response.destroy();
    if (fault !== "torn") return pass(answer, sent, response);
    response.writeHead(200, { "content-type": "application/json", "content-length": sent.length });
    response.write(sent.subarray(0, sent.length / 2));
    await sleep(20);
    response.destroy();
  }

  /** Passes a stream on, in order, but held back in the wild and cut with the network. */
  async #disturbStream(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#phase() === "cut") return this.#hang(response);
    const answer = await this.#forward(request);
    response.on("close", () => answer.destroy());
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    for await (const piece of answer) {
      if (this.#phase() === "late") await sleep(LATE_MS);
      if (this.#phase() === "wild") await sleep(someDelay());
      if (this.#phase() === "cut" || (this.#phase() === "wild" && chance(0.1))) return void response.destroy();
      response.write(piece);
    }
    response.end();
  }

  /** As a firewall that drops packets: nothing comes back, not even an end. */
  async #hang(response: ServerResponse): Promise<void> {
    while (!this.#isClosed && !response.destroyed) await sleep(50);
  }

  async #forward(request: IncomingMessage, body = Buffer.alloc(0)): Promise<IncomingMessage> {
    const { method, url, headers } = request;
    const forwarded = ask(new URL(url ?? "/", this.#target), {
      method,
      headers: { ...headers, host: this.#target.host },
    });
    forwarded.end(body);
    const [answer] = (await once(forwarded, "response")) as [IncomingMessage];
    return answer;
  }
}

function pass({ statusCode, headers }: IncomingMessage, body: Buffer, response: ServerResponse): void {
  const { "transfer-encoding": _, ...rest } = headers;
  response.writeHead(statusCode ?? 502, { ...rest, "content-length": body.length });
  response.end(body);
}
