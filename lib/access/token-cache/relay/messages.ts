import { z } from "../../../platform/validation/zod";
import { chainPosition } from "../chain-position";

/** On the primary's monotonic clock (see peer-clock.ts) and the wall's, in ms. */
const moment = z.object({ monotonic: z.number(), wall: z.number() });

/** One call of an `InvalidationSink`, with times on the primary's clock. */
const feedEvent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("begin") }),
  z.object({ kind: z.literal("beat"), sentAt: moment, databaseClock: z.number() }),
  z.object({ kind: z.literal("registered"), until: z.number(), at: z.number() }),
  z.object({
    kind: z.literal("forget"),
    change: z
      .object({
        organizationId: z.string(),
        tokenIds: z.array(z.string()).readonly().optional(),
        apiIds: z.array(z.string()).readonly().optional(),
        subject: z.string().optional(),
        position: chainPosition.optional(),
      })
      .nullable(),
  }),
  z.object({ kind: z.literal("acknowledged"), changeId: z.string(), instanceId: z.string() }),
  z.object({ kind: z.literal("end") }),
]);
export type FeedEvent = z.infer<typeof feedEvent>;

/**
 * What the primary sends a worker. `feed-opened` comes first, once. `feed` is a batch of events in their order; batches
 * count up from 1. `clock` answers `ask-clock`: `read` is the primary's monotonic clock, `asked` is sent back.
 */
export const toWorker = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("feed-opened"), instanceId: z.uuid(), worker: z.int().nonnegative() }),
  z.object({ kind: z.literal("feed"), number: z.int(), events: z.array(feedEvent) }),
  z.object({ kind: z.literal("clock"), asked: z.number(), read: z.number() }),
]);
export type ToWorker = z.infer<typeof toWorker>;

/**
 * What a worker sends the primary. `feed-applied`: all batches up to this one have been applied. `feed-asked`: a token
 * was checked. `close-feed`: the worker answers nothing from memory any more. `ask-clock`: what the primary's clock
 * reads; `asked` is what the worker's reads.
 */
export const toPrimary = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("open-feed") }),
  z.object({ kind: z.literal("feed-applied"), number: z.int() }),
  z.object({ kind: z.literal("feed-asked") }),
  z.object({ kind: z.literal("close-feed") }),
  z.object({ kind: z.literal("ask-clock"), asked: z.number() }),
]);
export type ToPrimary = z.infer<typeof toPrimary>;
