import { turnToWrite } from "./turns";

/** How many characters are written at once: well below a millisecond of work. */
const SLICE = 64 * 1024;

/** An object or a list that is being written. */
interface Open {
  readonly keys: readonly string[] | null;
  readonly values: readonly unknown[];
  next: number;
}

/**
 * Writes what a document answered as JSON in UTF-8, slice by slice, with turns of the event loop in between. Null when
 * it comes to more than `maxBytes`.
 */
export async function writeAnswer(value: object, maxBytes: number): Promise<Buffer<ArrayBuffer> | null> {
  const slices: Buffer<ArrayBuffer>[] = [];
  let size = 0;
  for (const text of slicesOf(value)) {
    const slice = Buffer.from(text);
    slices.push(slice);
    size += slice.byteLength;
    if (size > maxBytes) return null;
    const turn = turnToWrite(slice.byteLength);
    if (turn) await turn;
  }
  return slices.length === 1 ? (slices[0] ?? null) : Buffer.concat(slices);
}

/** JSON in pieces of about SLICE characters. A stack instead of recursion: generators within generators are slow. */
function* slicesOf(root: object): Generator<string> {
  const open: Open[] = [opened(root)];
  let text = begin(root);
  for (let top = open.at(-1); top; top = open.at(-1)) {
    if (top.next === top.values.length) {
      text += top.keys ? "}" : "]";
      open.pop();
      continue;
    }
    const value = top.values[top.next];
    text += separator(top);
    top.next += 1;
    if (isWalked(value)) {
      text += begin(value);
      open.push(opened(value));
    } else if (typeof value === "string" && value.length > SLICE) {
      yield text;
      yield* slicesOfText(value);
      text = "";
    } else text += JSON.stringify(value) ?? "null"; // of undefined in a list
    if (text.length >= SLICE) {
      yield text;
      text = "";
    }
  }
  yield text;
}

/** Whether a value is written part by part; one that says itself how it is written is not. */
const isWalked = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !("toJSON" in value);

const begin = (value: object): string => (Array.isArray(value) ? "[" : "{");

function opened(value: object): Open {
  if (Array.isArray(value)) return { keys: null, values: value, next: 0 };
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return { keys: entries.map(([key]) => key), values: entries.map(([, inner]) => inner as unknown), next: 0 };
}

function separator({ keys, next }: Open): string {
  const comma = next === 0 ? "" : ",";
  return keys ? `${comma}${JSON.stringify(keys[next])}:` : comma;
}

/** A long string, cut between characters. */
function* slicesOfText(value: string): Generator<string> {
  yield '"';
  for (let at = 0; at < value.length;) {
    const end = at + SLICE + (isHighSurrogate(value.charCodeAt(at + SLICE - 1)) ? 1 : 0);
    yield JSON.stringify(value.slice(at, end)).slice(1, -1);
    at = end;
  }
  yield '"';
}

const isHighSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
