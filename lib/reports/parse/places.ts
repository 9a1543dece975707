import type { JsonSink } from "./grammar";
import { Refusal } from "./refusal";

/** What is allowed at a place of the report. Except for the whole report, null is also allowed and means absent. */
export type ReportPlace =
  | { kind: "anything" }
  | { kind: "text"; put(value: string): void }
  | { kind: "number"; put(value: number): void }
  | ObjectPlace
  | HintPlace;

/** An object: the place of each member, and what to do when it is complete. */
export interface ObjectPlace {
  kind: "object";
  member(name: string): ReportPlace;
  done?(): void;
}

/**
 * A value that is read if it has the expected form, and skipped otherwise: a report is never refused for it. A list's
 * items all have the same place.
 */
export interface HintPlace {
  kind: "hint";
  of: "object" | "array" | "text";
  member?(name: string): ReportPlace;
  done?(): void;
  put?(value: string): void;
}

interface Frame {
  place: ObjectPlace | HintPlace;
  name: string;
  names: Set<string>;
}

const ANYTHING: ReportPlace = { kind: "anything" };

const WORDS = {
  text: "text",
  number: "a number",
  object: "an object",
  array: "a list",
  boolean: "true or false",
  null: "null",
} as const;

/**
 * Matches a JSON text with the places that describe it. Values at "anything" are skipped and use no memory. Duplicate
 * names are refused in objects that are read, because parsers disagree on which one counts.
 */
export class PlaceReader implements JsonSink {
  readonly #frames: Frame[] = [];
  /** The number of open containers in a skipped part. */
  #skipped = 0;

  constructor(private readonly root: ReportPlace) {}

  open(kind: "object" | "array"): void {
    if (this.#skipped > 0) return void (this.#skipped += 1);
    const place = this.#place();
    if (place.kind === "anything" || (place.kind === "hint" && place.of !== kind)) this.#skipped = 1;
    else if (place.kind === "hint" || (place.kind === "object" && kind === "object"))
      this.#frames.push({ place, name: "", names: new Set() });
    else throw this.#wrong(place.kind, kind);
  }

  close(): void {
    if (this.#skipped > 0) return void (this.#skipped -= 1);
    const frame = this.#frames.at(-1);
    if (!frame) return;
    try {
      frame.place.done?.();
    } catch (error) {
      throw this.#located(error);
    }
    this.#frames.pop();
  }

  key(name: string): void {
    const frame = this.#frames.at(-1);
    if (this.#skipped > 0 || !frame) return;
    frame.name = name;
    if (frame.place.kind === "hint") return;
    const { size } = frame.names;
    if (frame.names.add(name).size === size)
      throw new Refusal("duplicate_key", "This name is used twice in its object.", this.#path());
  }

  value(value: string | number | boolean | null): void {
    if (this.#skipped > 0) return;
    const place = this.#place();
    if (value === null && this.#frames.length === 0) throw this.#wrong("object", "null");
    if (value === null || place.kind === "anything") return;
    if (place.kind === "hint") {
      if (typeof value === "string") place.put?.(value);
      return;
    }
    try {
      if (place.kind === "text" && typeof value === "string") return place.put(value);
      if (place.kind === "number" && typeof value === "number") return place.put(value);
    } catch (error) {
      throw this.#located(error);
    }
    throw this.#wrong(place.kind, typeof value === "string" ? "text" : (typeof value as "number" | "boolean"));
  }

  #place(): ReportPlace {
    const frame = this.#frames.at(-1);
    if (!frame) return this.root;
    try {
      return frame.place.member?.(frame.name) ?? ANYTHING;
    } catch (error) {
      throw this.#located(error);
    }
  }

  /** The error; a refusal without a path gets the current one. */
  #located(error: unknown): unknown {
    return error instanceof Refusal && error.path === undefined
      ? new Refusal(error.reason, error.message, this.#path())
      : error;
  }

  #wrong(expected: "text" | "number" | "object", found: keyof typeof WORDS): Refusal {
    return new Refusal("wrong_shape", `Expected ${WORDS[expected]}, found ${WORDS[found]}.`, this.#path());
  }

  #path(): string {
    return (
      this.#frames
        .map(({ name }) => segment(name))
        .join("")
        .replace(/^\./, "") || "$"
    );
  }
}

function segment(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]{0,60}$/.test(name)) return `.${name}`;
  return `[${JSON.stringify(name.length > 120 ? `${name.slice(0, 119)}…` : name)}]`;
}
