import { toPrimary, toWorker } from "../../access/token-cache/relay/messages";
import { z } from "../../platform/validation/zod";

/**
 * Messages between the primary and its workers. `read-metrics` from a worker requests the metrics of all workers; from
 * the primary, those of one worker. `metrics` is the response to both. `stop` from the primary requests a graceful
 * exit. `listening` from a worker: it accepts connections. The others are the token cache's.
 */
const message = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("read-metrics"), id: z.int() }),
  z.object({ kind: z.literal("metrics"), id: z.int(), text: z.string() }),
  z.object({ kind: z.literal("stop") }),
  z.object({ kind: z.literal("listening") }),
  ...toPrimary.options,
  ...toWorker.options,
]);
export type WorkerMessage = z.infer<typeof message>;

/** Null for other messages: libraries use the same channel. */
export function readMessage(value: unknown): WorkerMessage | null {
  return message.safeParse(value).data ?? null;
}
