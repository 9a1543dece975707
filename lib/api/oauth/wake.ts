/** Lets one waiter go on early. */
export class Wake {
  #isNow = false;
  #resume: () => void = () => undefined;

  now(): void {
    this.#isNow = true;
    this.#resume();
  }

  /** Until `now` is called, was called, `gone` aborts, or so many ms have passed. */
  within(ms: number, gone: AbortSignal): Promise<void> {
    if (this.#isNow || gone.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        gone.removeEventListener("abort", done);
        resolve();
      }
      this.#resume = done;
      gone.addEventListener("abort", done, { once: true });
    });
  }
}
