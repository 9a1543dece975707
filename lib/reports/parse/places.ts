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
    else if (place.kind === "hint") this.#frames.push({ place, name: "", names: new Set() });
    else if (place.kind === "object" && kind === "object") this.#frames.push({ place, name: "", names: new Set() });
    else throw this.#wrong(place.kind, kind);
  }

  close(): void {
    if (this.#skipped > 0) return void (this.#skipped -= 1);
    this.#located(() => this.#frames.at(-1)?.place.done?.());
    this.#frames.pop();
  }

  key(name: string): void {
    const frame = this.#frames.at(-1);
    if (this.#skipped > 0 || !frame) return;
    frame.name = name;
    if (frame.place.kind === "hint") return;
    if (frame.names.has(name))
      throw new Refusal("duplicate_key", "This name is used twice in its object.", this.#path());
    frame.names.add(name);
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
    if (place.kind === "text" && typeof value === "string") this.#located(() => place.put(value));
    else if (place.kind === "number" && typeof value === "number") this.#located(() => place.put(value));
    else throw this.#wrong(place.kind, typeof value === "string" ? "text" : (typeof value as "number" | "boolean"));
  }

  #place(): ReportPlace {
    const frame = this.#frames.at(-1);
    if (!frame) return this.root;
    return this.#located(() => frame.place.member?.(frame.name) ?? ANYTHING);
  }

  /** Runs `work` and adds the current path to a refusal without one. */
  #located<Value>(work: () => Value): Value {
    try {
      return work();
    } catch (error) {
      if (error instanceof Refusal && error.path === undefined)
        throw new Refusal(error.reason, error.message, this.#path());
      throw error;
    }
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
