import { parseEvent, type Change } from "./changes.js";
import type { Client } from "./client.js";
import { EventStreamParser } from "./event-stream.js";
import { failed, type Failure, type FailureReports } from "./failure.js";
import { backgroundTimer, jittered, pause } from "./timers.js";

export const CHANGES = "/api/v1/changes";
/** How often the server is to send something, and after which silence the connection counts as broken, in ms. */
const HEARTBEAT_MS = 10_000;
const SILENCE_MS = 25_000;
/** How long to wait after the first failure, and at most, in ms. */
const FIRST_WAIT_MS = 500;
const MAX_WAIT_MS = 30_000;
/** How long to do without where there is no stream, in ms. */
const WITHOUT_MS = 300_000;

interface Surroundings {
  readonly client: Client;
  readonly failures: FailureReports;
  /** From where to listen; null as long as there is no cursor. */
  readonly cursor: () => string | null;
  readonly hear: (changes: readonly Change[]) => void;
}

/**
 * The feed as a stream of events: changes arrive sooner than with the next poll. It proves nothing: what it has not
 * brought may be on its way. So a stream that breaks, or is held back, costs time and nothing else.
 */
export class ChangeStream {
  readonly #surroundings: Surroundings;
  #stopping: AbortController | null = null;
  isOpen = false;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  start(): void {
    if (this.#stopping !== null) return;
    this.#stopping = new AbortController();
    void this.#follow(this.#stopping.signal);
  }

  stop(): void {
    this.#stopping?.abort();
    this.#stopping = null;
  }

  async #follow(signal: AbortSignal): Promise<void> {
    for (let failuresInARow = 0; !signal.aborted;) {
      const cursor = this.#surroundings.cursor();
      if (cursor === null) {
        await pause(FIRST_WAIT_MS, signal);
        continue;
      }
      const { failure, wasOpen } = await this.#listen(cursor, signal);
      if (signal.aborted) return;
      if (!wasOpen && !isAbsent(failure)) this.#surroundings.failures.add("stream", failure);
      failuresInARow = wasOpen ? 1 : failuresInARow + 1;
      await pause(waitAfter(failure, failuresInARow), signal);
    }
  }

  async #listen(cursor: string, signal: AbortSignal): Promise<{ failure: Failure; wasOpen: boolean }> {
    const query = new URLSearchParams({ since: cursor, heartbeat: String(HEARTBEAT_MS) });
    const silence = new AbortController();
    const end = () => silence.abort();
    signal.addEventListener("abort", end);
    let timer = backgroundTimer(end, SILENCE_MS);
    const restart = () => {
      clearTimeout(timer);
      timer = backgroundTimer(end, SILENCE_MS);
    };
    try {
      const opened = await this.#surroundings.client.stream(`${CHANGES}?${query.toString()}`, silence.signal);
      if (!opened.ok) return { failure: opened.failure, wasOpen: false };
      return { failure: await this.#read(opened.body, silence.signal, restart), wasOpen: true };
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      silence.abort();
    }
  }

  /**
   * Hears what comes, until the stream ends. Returns why it did. Cancels the stream itself: in Deno, the signal of a
   * request does not reach the body of an answer that was garbage-collected.
   */
  async #read(body: ReadableStream<Uint8Array>, signal: AbortSignal, restart: () => void): Promise<Failure> {
    this.isOpen = true;
    const parser = new EventStreamParser();
    const decoder = new TextDecoder();
    const reader = body.getReader();
    // A stream that is broken already ends the reading by the same error.
    signal.addEventListener("abort", () => void reader.cancel().catch(() => undefined));
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return failed("network");
        restart();
        if (!this.#hear(parser, decoder.decode(value, { stream: true }))) return failed("answer");
      }
    } catch {
      return failed("network");
    } finally {
      this.isOpen = false;
    }
  }

  /** Whether all of it was understood. */
  #hear(parser: EventStreamParser, text: string): boolean {
    for (const { event, data } of parser.push(text) ?? [UNREADABLE]) {
      const changes = parseEvent(event, data);
      if (changes === null) return false;
      if (changes.length > 0) this.#surroundings.hear(changes);
    }
    return true;
  }
}

const UNREADABLE = { event: "change", data: "" };

/** Where Latchkey answers no streams, as on a serverless host, polls are enough. */
const isAbsent = ({ reason, status }: Failure): boolean => reason === "answer" || status === 406;

function waitAfter(failure: Failure, inARow: number): number {
  const { retryAfterSeconds } = failure;
  if (isAbsent(failure)) return jittered(WITHOUT_MS);
  const backOff = Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** (inARow - 1));
  return jittered(Math.max(backOff, (retryAfterSeconds ?? 0) * 1_000));
}
