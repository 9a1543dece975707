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

/** What may come next, as a number, because it is compared for every token. */
const [VALUE, VALUE_OR_BRACKET, KEY, KEY_OR_BRACE, COLON_NEXT, COMMA_OR_BRACKET, COMMA_OR_BRACE, END] = [
  0, 1, 2, 3, 4, 5, 6, 7,
] as const;
type Expected = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** The same for messages. */
const SHOWN = [
  "a value",
  "a value or ]",
  "a key",
  "a key or }",
  "a colon",
  "a comma or ]",
  "a comma or }",
  "the end",
] as const;

const mark = (character: string): number => character.charCodeAt(0);
const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY, COLON] = ["{", "}", "[", "]", ":"].map(mark);

/** Checks that the tokens form exactly one JSON value, at most MAX_DEPTH deep, and emits its events. */
export class Grammar implements TokenSink {
  #expected: Expected = VALUE;
  readonly #open: ("object" | "array")[] = [];

  constructor(private readonly sink: JsonSink) {}

  string(value: string): void {
    if (this.#expected !== KEY && this.#expected !== KEY_OR_BRACE) return this.word(value);
    this.#expected = COLON_NEXT;
    this.sink.key(value);
  }

  word(value: string | JsonLiteral): void {
    this.#wantsValue("A value");
    this.sink.value(value);
    this.#afterValue();
  }

  mark(code: number): void {
    const expected = this.#expected;
    if (code === OPEN_OBJECT) this.#begin("object", KEY_OR_BRACE);
    else if (code === OPEN_ARRAY) this.#begin("array", VALUE_OR_BRACKET);
    else if (code === CLOSE_OBJECT) this.#finish(expected === KEY_OR_BRACE || expected === COMMA_OR_BRACE, "}");
    else if (code === CLOSE_ARRAY) this.#finish(expected === VALUE_OR_BRACKET || expected === COMMA_OR_BRACKET, "]");
    else if (code === COLON) this.#step(COLON_NEXT, VALUE, ":");
    else if (expected === COMMA_OR_BRACE) this.#expected = KEY;
    else this.#step(COMMA_OR_BRACKET, VALUE, ",");
  }

  /** Call this after the last token. */
  end(): void {
    if (this.#expected === END) return;
    const nothing = this.#expected === VALUE && this.#open.length === 0;
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

  #finish(isAllowed: boolean, shown: string): void {
    if (!isAllowed) throw this.#misplaced(shown);
    this.#open.pop();
    this.sink.close();
    this.#afterValue();
  }

  #step(allowed: Expected, next: Expected, shown: string): void {
    if (this.#expected !== allowed) throw this.#misplaced(shown);
    this.#expected = next;
  }

  #wantsValue(shown: string): void {
    if (this.#expected !== VALUE && this.#expected !== VALUE_OR_BRACKET) throw this.#misplaced(shown);
  }

  #afterValue(): void {
    const inside = this.#open.at(-1);
    if (inside === undefined) this.#expected = END;
    else this.#expected = inside === "object" ? COMMA_OR_BRACE : COMMA_OR_BRACKET;
  }

  #misplaced(shown: string): Refusal {
    return new Refusal("invalid_json", `${shown} may not stand here, where ${SHOWN[this.#expected]} should.`);
  }
}
