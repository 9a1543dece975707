import { Refusal } from "./refusal";

/** How many bytes are parsed before other work can run. */
export const SLICE = 64 * 1024;

/** The refusal of a report that is too large. */
export const tooLarge = (maxBytes: number): Refusal => new Refusal("too_large", `A report may have ${maxBytes} bytes.`);

/**
 * The same bytes in slices of SLICE, regardless of their chunks: single bytes must not cost more than large chunks, and
 * a huge chunk must not block other work. Refuses more than `maxBytes`, including compressed bytes that decompress to
 * nothing.
 */
export async function* slices(source: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let slice = Buffer.allocUnsafe(SLICE);
  let [filled, total] = [0, 0];
  for await (const piece of source) {
    total += piece.byteLength;
    if (total > maxBytes) throw tooLarge(maxBytes);
    for (let at = 0; at < piece.byteLength;) {
      const part = piece.subarray(at, at + SLICE - filled);
      slice.set(part, filled);
      [filled, at] = [filled + part.byteLength, at + part.byteLength];
      if (filled < SLICE) continue;
      yield slice;
      [slice, filled] = [Buffer.allocUnsafe(SLICE), 0];
    }
  }
  if (filled > 0) yield slice.subarray(0, filled);
}
