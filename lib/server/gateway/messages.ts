import { toPrimary, toWorker } from "../../access/token-cache/relay/messages";
import { z } from "../../platform/validation/zod";

/**
 * What the primary and its workers say to each other. `read-metrics`, of a worker: "gather everybody's for me"; of the
 * primary: "give me yours". `metrics` answers either. `stop`, of the primary: "end in order". The others are the token
 * cache's.
 */
const message = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("read-metrics"), id: z.int() }),
  z.object({ kind: z.literal("metrics"), id: z.int(), text: z.string() }),
  z.object({ kind: z.literal("stop") }),
  ...toPrimary.options,
  ...toWorker.options,
]);
export type WorkerMessage = z.infer<typeof message>;

/** Null for what is not ours: other libraries use the same channel. */
export function readMessage(value: unknown): WorkerMessage | null {
  return message.safeParse(value).data ?? null;
}
