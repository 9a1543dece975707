import { createHash } from "node:crypto";

/** One member of a tar archive. Read its body before the next member. */
export interface Member {
  readonly name: string;
  readonly isFolder: boolean;
  readonly size: number;
  readonly body: AsyncIterable<Buffer>;
  /** SHA-256 over everything before this member, in hex. */
  readonly before: string;
}

const BLOCK = 512;

/** Two empty blocks. */
export const END_OF_ARCHIVE = Buffer.alloc(2 * BLOCK);

/**
 * The members of a ustar archive (POSIX.1-1988), which PostgreSQL writes: files and folders only. Throws for other
 * kinds of members and for a truncated archive.
 */
export async function* readTar(source: AsyncIterable<Buffer>): AsyncGenerator<Member> {
  const reader = new BlockReader(source);
  for (;;) {
    const before = reader.digest();
    const header = await reader.exactly(BLOCK);
    if (header.every((byte) => byte === 0)) return;
    const size = octal(header, 124, 12);
    const type = String.fromCharCode(header[156] ?? 0);
    if (!["0", "5", "\0"].includes(type)) throw new Error(`the archive has a member of type ${type}`);
    const prefix = text(header, 345, 155);
    const name = text(header, 0, 100);
    yield {
      name: prefix ? `${prefix}/${name}` : name,
      isFolder: type === "5",
      size,
      body: reader.upTo(size),
      before,
    };
    await reader.finish(size);
  }
}

/** A small file as a member, header and padding included. */
export function toMember(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, 100);
  header.write("0000600\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  header.write(`${content.length.toString(8).padStart(11, "0")}\0`, 124);
  header.write(
    `${Math.floor(Date.now() / 1000)
      .toString(8)
      .padStart(11, "0")}\0`,
    136,
  );
  header.write("        0", 148); // the checksum counts as spaces; the type of a file follows
  header.write("ustar\x0000", 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc(padding(content.length))]);
}

class BlockReader {
  readonly #chunks: AsyncIterator<Buffer>;
  readonly #hash = createHash("sha256");
  #rest: Buffer = Buffer.alloc(0);
  #taken = 0;

  constructor(source: AsyncIterable<Buffer>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  digest(): string {
    return this.#hash.copy().digest("hex");
  }

  async exactly(size: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let left = size; left > 0;) {
      const part = await this.#atMost(left);
      parts.push(part);
      left -= part.length;
    }
    return Buffer.concat(parts);
  }

  async *upTo(size: number): AsyncGenerator<Buffer> {
    this.#taken = 0;
    while (this.#taken < size) {
      const part = await this.#atMost(size - this.#taken);
      this.#taken += part.length;
      yield part;
    }
  }

  /** Skips the unread rest of a body, and its padding. */
  async finish(size: number): Promise<void> {
    await this.exactly(size - this.#taken + padding(size));
    this.#taken = 0;
  }

  async #atMost(size: number): Promise<Buffer> {
    while (this.#rest.length === 0) {
      const next = await this.#chunks.next();
      if (next.done) throw new Error("the archive ends early");
      this.#rest = next.value;
    }
    const part = this.#rest.subarray(0, size);
    this.#rest = this.#rest.subarray(part.length);
    this.#hash.update(part);
    return part;
  }
}

const padding = (size: number) => (BLOCK - (size % BLOCK)) % BLOCK;

function text(block: Buffer, start: number, length: number): string {
  const field = block.subarray(start, start + length);
  const end = field.indexOf(0);
  return field.subarray(0, end === -1 ? length : end).toString();
}

function octal(block: Buffer, start: number, length: number): number {
  if ((block[start] ?? 0) & 0x80) return Number(block.readBigUInt64BE(start + length - 8)); // GNU, beyond 8 GB
  return Number.parseInt(text(block, start, length).trim() || "0", 8);
}
