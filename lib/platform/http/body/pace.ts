/** The minimum speed of a body: `bytes` per `ms`, or its end. */
export interface Pace {
  readonly bytes: number;
  readonly ms: number;
}

/** A body of 16 KiB may take ten seconds. The server's request timeout limits the total time of a larger one. */
export const PACE: Pace = { bytes: 16_384, ms: 10_000 };

/** The body arrived too slowly: 408. */
export class BodyTooSlow extends Error {
  override readonly name = "BodyTooSlow";
}

/** Watches the speed of one body. Stop it when the body has ended. */
export class PaceWatch {
  /** Rejects with BodyTooSlow once the body is too slow. */
  readonly tooSlow: Promise<never>;
  readonly #timer: NodeJS.Timeout;
  #bytes = 0;

  constructor({ bytes, ms }: Pace) {
    let reject: (error: BodyTooSlow) => void;
    this.tooSlow = new Promise<never>((_, fail) => (reject = fail));
    this.tooSlow.catch(() => undefined); // while nothing is being read
    this.#timer = setInterval(() => {
      if (this.#bytes < bytes) reject(new BodyTooSlow(`fewer than ${bytes} bytes in ${ms} ms`));
      this.#bytes = 0;
    }, ms);
  }

  count(bytes: number): void {
    this.#bytes += bytes;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
