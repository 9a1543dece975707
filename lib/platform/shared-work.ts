interface Running<T> {
  readonly result: Promise<T>;
  readonly stop: AbortController;
  /** How many still wait for the result. */
  waiting: number;
}

/**
 * Work that several callers may want at once, done once for all of them, by a key. Its signal aborts when the last
 * caller has gone.
 */
export class SharedWork<T> {
  readonly #running = new Map<string, Running<T>>();

  /** The result of the work under way for `key`, else of `work`. `gone`: aborts when this caller needs it no more. */
  join(key: string, gone: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const running = this.#running.get(key) ?? this.#start(key, work);
    running.waiting += 1;
    const leave = () => {
      running.waiting -= 1;
      if (running.waiting > 0) return;
      this.#forget(key, running); // who comes now starts again
      running.stop.abort();
    };
    if (gone?.aborted) leave();
    else gone?.addEventListener("abort", leave, { once: true });
    return running.result.finally(() => gone?.removeEventListener("abort", leave));
  }

  #start(key: string, work: (signal: AbortSignal) => Promise<T>): Running<T> {
    const stop = new AbortController();
    const result = work(stop.signal).finally(() => this.#forget(key, running));
    const running: Running<T> = { result, stop, waiting: 0 };
    this.#running.set(key, running);
    return running;
  }

  #forget(key: string, running: Running<T>): void {
    if (this.#running.get(key) === running) this.#running.delete(key);
  }
}
