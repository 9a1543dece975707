import { setTimeout as sleep } from "node:timers/promises";

/** Tracks which instances have acknowledged which change. `waitForAcknowledgements` waits for them. */
export class AcknowledgementTracker {
  readonly #open = new Map<string, { acknowledgedBy: Set<string>; wake: () => void }>();

  /** Starts tracking a change. Call this before the commit, or an early acknowledgement would be missed. */
  open(changeId: string): void {
    this.#open.set(changeId, { acknowledgedBy: new Set(), wake: () => {} });
  }

  close(changeId: string): void {
    this.#open.delete(changeId);
  }

  /** Records that an instance has dropped what the change invalidates. */
  record(changeId: string, instanceId: string): void {
    const entry = this.#open.get(changeId);
    entry?.acknowledgedBy.add(instanceId);
    entry?.wake();
  }

  /** Waits up to `ms` until all `instances` have acknowledged the change. Returns whether they have. */
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
