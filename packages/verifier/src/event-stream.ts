/** An event of a stream (HTML Living Standard, section 9.2). */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

/** The most characters of an event. */
const MAX_LENGTH = 1_048_576;
const LINE_END = /\r\n|\n|\r/;

/** Parses a stream of events from pieces of its text. */
export class EventStreamParser {
  #rest = "";
  #event = "";
  #data: string[] = [];
  #length = 0;

  /** The events that end in this piece; null if one is too long to be one of Latchkey's. */
  push(piece: string): readonly StreamEvent[] | null {
    const text = this.#rest + piece;
    // A CR at the end may be half of a CRLF.
    const end = text.endsWith("\r") ? text.length - 1 : text.length;
    const lines = text.slice(0, end).split(LINE_END);
    this.#rest = (lines.pop() ?? "") + text.slice(end);
    const events = lines.flatMap((line) => this.#take(line) ?? []);
    return this.#length + this.#rest.length > MAX_LENGTH ? null : events;
  }

  #take(line: string): StreamEvent | null {
    if (line === "") return this.#dispatch();
    this.#length += line.length;
    const colon = line.indexOf(":");
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "event") this.#event = value;
    if (name === "data") this.#data.push(value);
    return null;
  }

  #dispatch(): StreamEvent | null {
    const event = { event: this.#event, data: this.#data.join("\n") };
    this.#event = "";
    this.#data = [];
    this.#length = 0;
    return event.event === "" ? null : event;
  }
}
