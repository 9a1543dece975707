import { randomFillSync } from "node:crypto";

const LENGTH = 16;
/** Random bytes for the next ids, read from the system at once: reading them costs more than making an id. */
const random = Buffer.alloc(128 * LENGTH);
let used = random.length;

function nextRandom(): Buffer {
  if (used === random.length) {
    randomFillSync(random);
    used = 0;
  }
  used += LENGTH;
  return random.subarray(used - LENGTH, used);
}

/** A UUIDv7 (RFC 9562 section 5.7): milliseconds first, so that ids sort by creation time; the rest is random. */
export function uuidv7(now = Date.now()): string {
  const bytes = nextRandom();
  bytes.writeUIntBE(now, 0, 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
