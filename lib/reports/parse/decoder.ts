import { Collector } from "./collector";
import { Grammar } from "./grammar";
import { PlaceReader } from "./places";
import { Refusal, type Position } from "./refusal";
import { reportPlace } from "./shape";
import { Tokenizer } from "./tokenizer";

/** Decodes the bytes of a report chunk by chunk and tracks the position. Throws a Refusal with the position. */
export class ReportDecoder {
  readonly collector = new Collector();
  readonly #utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  readonly #grammar = new Grammar(new PlaceReader(reportPlace(this.collector)));
  readonly #tokenizer = new Tokenizer(this.#grammar);
  /**
   * What was read before the current chunk: bytes, characters, lines, and the character at which the last line began.
   */
  #bytes = 0;
  #characters = 0;
  #line = 1;
  #lineStart = 0;

  write(bytes: Uint8Array): void {
    this.#read(this.#decode(bytes));
  }

  end(): void {
    this.#read(this.#decode());
    this.#located("", () => {
      this.#tokenizer.end();
      this.#grammar.end();
    });
  }

  #decode(bytes?: Uint8Array): string {
    try {
      return bytes ? this.#utf8.decode(bytes, { stream: true }) : this.#utf8.decode();
    } catch {
      const near = this.#position("", 0);
      if (!bytes) throw new Refusal("truncated", "The report ends in the middle of a character.", undefined, near);
      throw new Refusal("not_utf8", "A report is UTF-8 text; what follows here is not.", undefined, near);
    }
  }

  #read(text: string): void {
    const start = this.#characters === 0 && text.startsWith("\u{feff}") ? 1 : 0;
    const body = start === 0 ? text : text.slice(start);
    this.#bytes += start * 3;
    this.#located(body, () => this.#tokenizer.write(body));
    this.#advance(body);
  }

  #located(text: string, work: () => void): void {
    try {
      work();
    } catch (error) {
      throw error instanceof Refusal ? error.at(this.#position(text, text === "" ? 0 : this.#tokenizer.at)) : error;
    }
  }

  #position(text: string, index: number): Position {
    const before = text.slice(0, index);
    const lastBreak = before.lastIndexOf("\n");
    return {
      offset: this.#bytes + Buffer.byteLength(before),
      line: this.#line + before.split("\n").length - 1,
      column: lastBreak === -1 ? this.#characters + index - this.#lineStart + 1 : index - lastBreak,
    };
  }

  #advance(text: string): void {
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) {
      this.#line += 1;
      this.#lineStart = this.#characters + at + 1;
    }
    this.#bytes += Buffer.byteLength(text);
    this.#characters += text.length;
  }
}
