import type pg from "pg";
import { log } from "../../platform/log";
import { notify } from "./connection";

/** Tells those who wait that this instance has dropped what their changes take back: many in one transaction, one transaction at a time. */
export class Acknowledger {
  readonly #client: pg.Client;
  #pending: [channel: string, payload: string][] = [];
  #running = false;

  constructor(client: pg.Client) {
    this.#client = client;
  }

  add(channel: string, payload: string): void {
    this.#pending.push([channel, payload]);
    if (!this.#running) void this.#send();
  }

  async #send(): Promise<void> {
    this.#running = true;
    try {
      while (this.#pending.length > 0) await notify(this.#client, this.#pending.splice(0));
    } catch (error) {
      // Those who wait do so until the lease has run out.
      log.debug({ message: (error as Error).message }, "changes could not be acknowledged");
    } finally {
      this.#running = false;
    }
  }
}
