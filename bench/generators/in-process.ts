import { z } from "../../lib/platform/validation/zod";
import type { Generator, LoadPlan, Sent } from "./generator";
import type { BenchTarget } from "../target";

const sent = z.object({
  answers: z.int(),
  expected: z.int(),
  failures: z.int(),
  seconds: z.number(),
  p50Ms: z.number(),
  p99Ms: z.number(),
});

/** The program calls itself: no request is sent but the one that says for how long. */
export const IN_PROCESS: Generator = { name: "in process", send };

async function send({ url }: BenchTarget, { seconds }: LoadPlan): Promise<Sent> {
  const answer = await fetch(`${url}?seconds=${seconds}`);
  return sent.parse(await answer.json());
}
