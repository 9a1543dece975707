import { z } from "../../platform/validation/zod";

/**
 * What the primary and its workers say to each other. `read-metrics`, of a worker: "gather everybody's for me"; of the
 * primary: "give me yours". `metrics` answers either. `stop`, of the primary: "end in order".
 */
const message = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("read-metrics"), id: z.int() }),
  z.object({ kind: z.literal("metrics"), id: z.int(), text: z.string() }),
  z.object({ kind: z.literal("stop") }),
]);
export type WorkerMessage = z.infer<typeof message>;

/** Null for what is not ours: other libraries use the same channel. */
export function readMessage(value: unknown): WorkerMessage | null {
  return message.safeParse(value).data ?? null;
}
