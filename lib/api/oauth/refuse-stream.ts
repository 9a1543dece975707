import type { ApiContext } from "../context";
import { problem } from "../problem";

/** Refuses one more long poll or stream. */
export const tooManyStreams = (c: ApiContext): Response =>
  problem(
    c,
    "rate_limited",
    { detail: "Too many polls and streams of this token or its organization are open already." },
    { "retry-after": "5" },
  );
