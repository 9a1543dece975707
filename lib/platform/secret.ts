// The well-known symbol of Node's inspector, by name: schemas that wrap a secret are read by the browser too.
const INSPECT = Symbol.for("nodejs.util.inspect.custom");

/** A secret that cannot print itself: strings, JSON, template literals and the inspector all show `[redacted]`. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** Returns the plain secret. Call it only to digest it, or to hand it to its recipient. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return "[redacted]";
  }

  toJSON(): string {
    return "[redacted]";
  }

  [INSPECT](): string {
    return "[redacted]";
  }
}
