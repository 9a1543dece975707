import { ChangeStream } from "./change-stream.js";
import type { Change } from "./changes.js";
import type { Client } from "./client.js";
import type { FailureReports } from "./failure.js";
import { KnownChanges } from "./known-changes.js";
import { Poller } from "./poller.js";

interface Options {
  readonly client: Client;
  readonly failures: FailureReports;
  readonly maxStaleMs: number;
  readonly timeoutMs: number;
  readonly stream: boolean;
  readonly forget: (change: Change) => void;
}

/** Follows Latchkey's feed of changes while there are checks. */
export class Feed {
  readonly known: KnownChanges;
  readonly #poller: Poller;
  readonly #stream: ChangeStream | null;

  constructor({ client, failures, maxStaleMs, timeoutMs, stream, forget }: Options) {
    const known = new KnownChanges({ maxStaleMs, timeoutMs, forget });
    const changeStream = stream
      ? new ChangeStream({ client, failures, cursor: () => known.cursor, hear: (changes) => known.hear(changes) })
      : null;
    this.known = known;
    this.#stream = changeStream;
    this.#poller = new Poller({
      client,
      known,
      failures,
      maxStaleMs,
      onFollowing: (isFollowing) => (isFollowing ? changeStream?.start() : changeStream?.stop()),
    });
  }

  get isStreaming(): boolean {
    return this.#stream?.isOpen ?? false;
  }

  /** Notes that there was a check at `running`, by `performance.now()`. */
  use(running: number): void {
    this.#poller.use(running);
  }

  /** Whether it is fresh, if necessary after a poll. */
  freshen(): Promise<boolean> {
    return this.#poller.freshen();
  }

  close(): void {
    this.#poller.close();
  }
}
