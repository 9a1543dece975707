import { z } from "../../platform/validation/zod";

/**
 * A place in an organization's audit chain: the sequence of an event, and the first 6 bytes of its MAC in hex. A chain
 * that was restored from a backup has other events at the same sequences.
 */
export const chainPosition = z.object({ sequence: z.int().nonnegative(), mark: z.string().max(12) });
export type ChainPosition = z.infer<typeof chainPosition>;

/** SQL of a mark, of a column or expression that is a MAC. */
export const MARK_OF_MAC = `encode(substring("mac" FOR 6), 'hex')`;

/** Before the first event. */
export const START: ChainPosition = { sequence: 0, mark: "" };
