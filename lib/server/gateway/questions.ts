/** How long an answer from another process is waited for, in ms. */
const TIMEOUT_MS = 2_000;

/** Questions to other processes that wait for their answers, by number. */
export class WorkerQuestions {
  readonly #waiting = new Map<number, (text: string | null) => void>();
  #last = 0;

  /** Asks, and waits for the answer; null when none comes in time. */
  ask(send: (id: number) => void): Promise<string | null> {
    const id = (this.#last += 1);
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.answer(id, null), TIMEOUT_MS).unref();
      this.#waiting.set(id, (text) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(text);
      });
      send(id);
    });
  }

  answer(id: number, text: string | null): void {
    this.#waiting.get(id)?.(text);
  }
}
