import { MAX_DEPTH } from "./limits";
import { Refusal } from "./refusal";
import type { TokenSink, JsonLiteral } from "./tokenizer";

/** Receives the events of a JSON text. */
export interface JsonSink {
  open(kind: "object" | "array"): void;
  close(): void;
  /** The name of the member whose value follows. */
  key(name: string): void;
  value(value: string | JsonLiteral): void;
}

type Expected = "value" | "value or ]" | "key" | "key or }" | "colon" | "comma or ]" | "comma or }" | "end";

const mark = (character: string): number => character.charCodeAt(0);
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY, COLON] = ["{", "}", "[", "]", ":"].map(mark);

/** Checks that the tokens form exactly one JSON value, at most MAX_DEPTH deep, and emits its events. */
export class Grammar implements TokenSink {
  #expected: Expected = "value";
  readonly #open: ("object" | "array")[] = [];

  constructor(private readonly sink: JsonSink) {}

  string(value: string): void {
    if (this.#expected !== "key" && this.#expected !== "key or }") return this.word(value);
    this.#expected = "colon";
    this.sink.key(value);
  }

  word(value: string | JsonLiteral): void {
    this.#wantsValue("A value");
    this.sink.value(value);
    this.#afterValue();
  }

  mark(code: number): void {
    if (code === OPEN_OBJECT) this.#begin("object", "key or }");
    else if (code === OPEN_ARRAY) this.#begin("array", "value or ]");
    else if (code === CLOSE_OBJECT) this.#finish(["key or }", "comma or }"], "}");
    else if (code === CLOSE_ARRAY) this.#finish(["value or ]", "comma or ]"], "]");
    else if (code === COLON) this.#step(["colon"], "value", ":");
    else if (this.#expected === "comma or }") this.#expected = "key";
    else this.#step(["comma or ]"], "value", ",");
  }

  /** Call this after the last token. */
  end(): void {
    if (this.#expected === "end") return;
    const nothing = this.#expected === "value" && this.#open.length === 0;
    throw nothing
      ? new Refusal("invalid_json", "The report is empty.")
      : new Refusal("truncated", "The report ends too early.");
  }

  #begin(kind: "object" | "array", next: Expected): void {
    this.#wantsValue(kind === "object" ? "{" : "[");
    if (this.#open.length === MAX_DEPTH)
      throw new Refusal("too_deep", `Lists and objects may stand ${MAX_DEPTH} deep in each other.`);
    this.#open.push(kind);
    this.#expected = next;
    this.sink.open(kind);
  }

  #finish(allowed: readonly Expected[], shown: string): void {
    this.#step(allowed, "end", shown);
    this.#open.pop();
    this.sink.close();
    this.#afterValue();
  }

  #step(allowed: readonly Expected[], next: Expected, shown: string): void {
    if (!allowed.includes(this.#expected)) throw this.#misplaced(shown);
    this.#expected = next;
  }

  #wantsValue(shown: string): void {
    if (this.#expected !== "value" && this.#expected !== "value or ]") throw this.#misplaced(shown);
  }

  #afterValue(): void {
    const inside = this.#open.at(-1);
    if (inside === undefined) this.#expected = "end";
    else this.#expected = inside === "object" ? "comma or }" : "comma or ]";
  }

  #misplaced(shown: string): Refusal {
    const expected = this.#expected === "end" ? "the end" : `a ${this.#expected}`;
    return new Refusal("invalid_json", `${shown} may not stand here, where ${expected} should.`);
  }
}
