import { setTimeout as sleep } from "node:timers/promises";

/** Who has heard of which change: what `waitUntilAcknowledged` waits for. */
export class Acknowledgements {
  readonly #open = new Map<string, { heard: Set<string>; wake: () => void }>();

  /** Opens the page of a change; before its commit, or an early answer would be missed. */
  open(changeId: string): void {
    this.#open.set(changeId, { heard: new Set(), wake: () => {} });
  }

  close(changeId: string): void {
    this.#open.delete(changeId);
  }

  /** An instance says that it has dropped what the change takes back. */
  record(changeId: string, instanceId: string): void {
    const page = this.#open.get(changeId);
    page?.heard.add(instanceId);
    page?.wake();
  }

  /** Waits until all of `instances` have heard of the change, at most `ms`. Says whether they have. */
  async waitFor(changeId: string, instances: readonly string[], ms: number): Promise<boolean> {
    const page = this.#open.get(changeId);
    if (!page) return false;
    const complete = () => instances.every((instance) => page.heard.has(instance));
    const timeout = new AbortController();
    const all = new Promise<true>((resolve) => {
      page.wake = () => complete() && resolve(true);
      page.wake();
    });
    const late = sleep(ms, false, { signal: timeout.signal }).catch(() => false);
    const outcome = await Promise.race([all, late]);
    timeout.abort();
    return outcome;
  }
}
