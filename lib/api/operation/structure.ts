const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Whether JSON has at most `max` bytes outside of its strings, quotes within them included. Parsing blocks the process:
 * for 20 ms where 30 MB are one string, as with an upload, and for more than a second where they are brackets or keys.
 */
export function isMostlyStrings(json: Buffer, max: number): boolean {
  let structure = 0;
  let within = false;
  for (let at = 0; at < json.byteLength;) {
    const found = json.indexOf(QUOTE, at);
    const quote = found === -1 ? json.byteLength : found;
    structure += within ? 1 : quote - at + 1;
    if (structure > max) return false;
    if (!within || !isEscaped(json, quote, max)) within = !within;
    at = quote + 1;
  }
  return true;
}

/** Whether an odd number of backslashes is before a byte. So many that it would take long to count them are even. */
function isEscaped(json: Buffer, at: number, max: number): boolean {
  let backslashes = 0;
  while (backslashes < max && json[at - 1 - backslashes] === BACKSLASH) backslashes += 1;
  return backslashes % 2 === 1;
}
