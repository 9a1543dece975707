/** The timeout for an answer from another process, in ms. */
const TIMEOUT_MS = 2_000;

/** Pending questions to other processes, by id. */
export class WorkerQuestions {
  readonly #waiting = new Map<number, (text: string | null) => void>();
  #last = 0;

  /** Sends a question and waits for the answer; null on timeout. */
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
