import { newListener } from "../../access/token-cache";
import type { Listener } from "../../access/token-cache/listener";
import type { ToPrimary, ToWorker } from "../../access/token-cache/relay/messages";
import { Relay } from "../../access/token-cache/relay/relay";
import { env } from "../../platform/env";

/**
 * The listener of this machine's gateway. Its workers receive invalidations through the primary. Off if TOKEN_CACHE is
 * off.
 */
export class SharedListener {
  readonly #relay = new Relay();
  readonly #listener: Listener | null = env().TOKEN_CACHE ? newListener(this.#relay) : null;

  start(): void {
    this.#listener?.start();
  }

  /** A message of a worker's; `reply` sends it one. */
  receive(worker: number, message: ToPrimary, reply: (message: ToWorker) => void): void {
    if (!this.#listener) return;
    switch (message.kind) {
      case "open-feed":
        return this.#relay.open(worker, this.#listener.instanceId, reply);
      case "feed-applied":
        return this.#relay.applied(worker, message.number);
      case "feed-asked":
        return this.#listener.asked(performance.now());
      case "ask-clock":
        return this.#relay.tellClock(message.asked, reply);
      case "close-feed":
        return this.#relay.close(worker);
    }
  }

  /** The worker has ended. */
  ended(worker: number): void {
    this.#relay.close(worker);
  }

  /** Takes the gateway off the list of those that are waited for, once no worker answers from memory any more. */
  async stop(): Promise<void> {
    await this.#listener?.stop();
  }
}
