import { once } from "node:events";
import type { Socket } from "node:net";
import { Readable } from "node:stream";
import pg from "pg";

/** Internals of a pg client that its types omit. */
interface Wire {
  readonly stream: Socket;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
}

const wireOf = (client: pg.Client): Wire => (client as unknown as { connection: Wire }).connection;

/** A statement that answers with CopyData messages (the PostgreSQL protocol, section "COPY Operations"). */
class CopyOut extends pg.Query {
  constructor(
    text: string,
    readonly onChunk: (chunk: Buffer) => void,
    readonly callback: (error: Error | null) => void,
  ) {
    super(text);
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    this.onChunk(Buffer.from(chunk)); // the parser reuses its buffer
  }
}

/** The CopyData messages of a statement, with backpressure. */
export function copyOut(client: pg.Client, text: string): Readable {
  const { stream } = wireOf(client);
  const messages = new Readable({ objectMode: true, highWaterMark: 64, read: () => void stream.resume() });
  const onChunk = (chunk: Buffer) => void (messages.push(chunk) || stream.pause());
  client.query(new CopyOut(text, onChunk, (error) => (error ? messages.destroy(error) : messages.push(null))));
  return messages;
}

/** A statement that receives CopyData messages. */
class CopyIn extends pg.Query {
  constructor(
    text: string,
    readonly onReady: () => void,
    readonly callback: (error: Error | null) => void,
  ) {
    super(text);
  }

  handleCopyInResponse(): void {
    this.onReady();
  }
}

/** Runs `COPY … FROM STDIN` with the chunks. If they end with an error, nothing is copied. */
export async function copyIn(client: pg.Client, text: string, chunks: AsyncIterable<Buffer>): Promise<void> {
  const wire = wireOf(client);
  let ready: () => void = () => undefined;
  const isReady = new Promise<void>((resolve) => (ready = resolve));
  const done = new Promise<void>((resolve, reject) => {
    client.query(new CopyIn(text, ready, (error) => (error ? reject(error) : resolve())));
  });
  await Promise.race([isReady, done]);
  try {
    for await (const chunk of chunks) {
      wire.sendCopyFromChunk(chunk);
      if (wire.stream.writableNeedDrain) await Promise.race([once(wire.stream, "drain"), done]);
    }
    wire.endCopyFrom();
  } catch (error) {
    wire.sendCopyFail("the source failed");
    await done.catch(() => undefined);
    throw error;
  }
  await done;
}
