import { openStream, streamsEnd } from "../../access/streams";
import { log } from "../../platform/log";
import type { Changes } from "../../revocations/changes";
import type { ApiContext } from "../context";
import { reply } from "../reply";
import { followChanges, isQuiet } from "./follow-changes";
import { tooManyStreams } from "./refuse-stream";

/** How many bytes may wait for a client that reads too slowly. Then the stream ends, and the client begins anew. */
const MAX_WAITING_BYTES = 64 * 1024;

interface Asked {
  readonly since: string | undefined;
  /** In ms. */
  readonly heartbeat: number;
}

/** Whether the client asked for a stream, and the mount keeps connections open: Next's may be billed by the second. */
export function canStream(c: ApiContext): boolean {
  return c.env.incoming !== undefined && (c.req.header("accept") ?? "").includes("text/event-stream");
}

/** Answers with server-sent events until the client goes, its token is dead, or this process stops. */
export async function streamChanges(c: ApiContext, { since, heartbeat }: Asked): Promise<Response> {
  const close = openStream(c.get("actor"));
  if (close === null) return tooManyStreams(c);
  const left = new AbortController();
  const gone = AbortSignal.any([c.req.raw.signal, streamsEnd(), left.signal]);
  const following = followChanges(c, { since, everyMs: heartbeat, gone });
  const first = await firstOf(following, close);
  if (first instanceof Response) return first;
  const body = new ReadableStream<Uint8Array>(
    {
      start: (to) => void send(first, following, to).finally(close),
      cancel: () => left.abort(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: MAX_WAITING_BYTES }),
  );
  return reply(c, 200, body, { "content-type": "text/event-stream", "x-accel-buffering": "no" });
}

/** The first changes, or a refusal, after which the stream is closed. */
async function firstOf(following: AsyncGenerator<Changes | Response>, close: () => void): Promise<Changes | Response> {
  try {
    const { value } = (await following.next()) as { value: Changes | Response };
    if (value instanceof Response) close();
    return value;
  } catch (error) {
    close();
    throw error;
  }
}

/** A stream whose token is refused, or for which the database is away, ends; its client asks again and learns why. */
async function send(
  first: Changes,
  following: AsyncGenerator<Changes | Response>,
  to: ReadableStreamDefaultController<Uint8Array>,
): Promise<void> {
  try {
    to.enqueue(encode(first));
    for await (const changes of following) {
      if (changes instanceof Response || (to.desiredSize ?? 0) <= 0) break;
      to.enqueue(encode(changes));
    }
    to.close();
  } catch (error) {
    log.info({ message: (error as Error).message }, "a stream of changes ended early");
    to.error(error);
  }
}

const encoder = new TextEncoder();

function encode(changes: Changes): Uint8Array {
  const { items, reset, nextCursor, ageMs } = changes;
  const [event, data] = reset ? ["reset", {}] : isQuiet(changes) ? ["heartbeat", { ageMs }] : ["change", { items }];
  return encoder.encode(`event: ${event}\nid: ${nextCursor}\ndata: ${JSON.stringify(data)}\n\n`);
}
