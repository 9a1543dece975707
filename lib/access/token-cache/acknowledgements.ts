import { setTimeout as sleep } from "node:timers/promises";

/** Who has heard of which change: what `waitUntilAcknowledged` waits for. */
export class AcknowledgementTracker {
  readonly #open = new Map<string, { acknowledgedBy: Set<string>; wake: () => void }>();

  /** Opens the page of a change; before its commit, or an early answer would be missed. */
  open(changeId: string): void {
    this.#open.set(changeId, { acknowledgedBy: new Set(), wake: () => {} });
  }

  close(changeId: string): void {
    this.#open.delete(changeId);
  }

  /** An instance says that it has dropped what the change takes back. */
  record(changeId: string, instanceId: string): void {
    const entry = this.#open.get(changeId);
    entry?.acknowledgedBy.add(instanceId);
    entry?.wake();
  }

  /** Waits until all of `instances` have heard of the change, at most `ms`. Says whether they have. */
  async waitFor(changeId: string, instances: readonly string[], ms: number): Promise<boolean> {
    const entry = this.#open.get(changeId);
    if (!entry) return false;
    const isComplete = () => instances.every((instance) => entry.acknowledgedBy.has(instance));
    const timeout = new AbortController();
    const all = new Promise<true>((resolve) => {
      entry.wake = () => isComplete() && resolve(true);
      entry.wake();
    });
    const timedOut = sleep(ms, false, { signal: timeout.signal }).catch(() => false);
    const outcome = await Promise.race([all, timedOut]);
    timeout.abort();
    return outcome;
  }
}
