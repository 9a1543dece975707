import type pg from "pg";
import { log } from "../../platform/log";
import { notify } from "./connection";

/** Acknowledges changes to the instances that wait for them: many per transaction, one transaction at a time. */
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
      // The waiting instances wait until the lease has expired.
      log.debug({ message: (error as Error).message }, "changes could not be acknowledged");
    } finally {
      this.#running = false;
    }
  }
}
