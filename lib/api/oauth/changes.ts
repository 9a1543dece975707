import { z } from "@hono/zod-openapi";
import { openStream, streamsEnd } from "../../access/streams";
import { listChanges } from "../../revocations/changes";
import type { ApiApp, ApiContext } from "../context";
import { addOperation } from "../operation";
import { writeFailure } from "../operation/write";
import { json } from "../reply";
import { canStream, streamChanges } from "./changes-stream";
import { followChanges, isQuiet } from "./follow-changes";
import { tooManyStreams } from "./refuse-stream";

/** The maximum wait of a poll, in seconds. */
const MAX_WAIT_SECONDS = 30;
/** How often a waiting poll looks again, whatever it hears; in ms. */
const ROUND_MS = 1_000;

const change = z.union([
  z.strictObject({ tokens: z.array(z.uuid()).readonly().openapi({ description: "Forget these tokens." }) }),
  z.strictObject({ subject: z.string().openapi({ description: "Forget all tokens for this subject." }) }),
  z.strictObject({ all: z.literal(true).openapi({ description: "Forget all tokens." }) }),
]);

const changesSchema = z
  .object({
    items: z.array(change).readonly().openapi({ description: "What changed after the cursor, the oldest first." }),
    reset: z.boolean().openapi({
      description: "The server does not reach back to the cursor: forget all tokens, and go on from `nextCursor`.",
    }),
    nextCursor: z.string().openapi({ description: "Send it as `since` next time." }),
    ageMs: z.int().openapi({
      description: "The answer tells of all that was committed up to so many ms before the request was received.",
    }),
  })
  .openapi("Changes");

const querySchema = z.strictObject({
  since: z.string().max(200).optional().openapi({ description: "Left out: from now on." }),
  wait: z.coerce.number().int().min(0).max(MAX_WAIT_SECONDS).default(0).openapi({
    type: "integer",
    minimum: 0,
    maximum: MAX_WAIT_SECONDS,
    description: "How long to wait for a change, in seconds.",
  }),
  heartbeat: z.coerce.number().int().min(100).max(10_000).default(10_000).openapi({
    type: "integer",
    minimum: 100,
    maximum: 10_000,
    description: "How often a stream says that it is alive, in ms.",
  }),
});

const DESCRIPTION =
  "For programs that remember answers of `/api/v1/verify` (those with `cacheable`). A remembered answer may be used " +
  "as long as the program knows that nothing changed: ask every few hundred ms while tokens are checked, each time " +
  "with the `nextCursor` before. An answer tells of everything that was committed up to `ageMs` before its request " +
  "was received. So count freshness from when the request was **sent**, less `ageMs`: never from an arrival, which " +
  "a slow network can delay. Other instances may answer `/api/v1/verify` as before a change for up to 1.1 seconds " +
  "after it was committed, so do not remember an answer that was asked for within 1.5 seconds after a change of its " +
  "token was heard. `@latchkey/verifier` does all of this.\n\n" +
  "With `Accept: text/event-stream` the same comes as server-sent events, where the server can: `change` with " +
  "`items`, `reset`, and `heartbeat` with `ageMs`, each with the cursor as its id. A stream tells of changes at " +
  "once, but no stream tells how long its events were on their way. How many streams and waiting polls of a token " +
  "and an organization may be open is bounded; one more is 429 with Retry-After.";

/** `GET /api/v1/changes`: for programs that answer from memory, and need to know when it is no longer right. */
export function addChanges(app: ApiApp): void {
  addOperation(app, {
    method: "get",
    path: "/api/v1/changes",
    operationId: "readChanges",
    needs: "token.verify",
    tag: "Gateways",
    summary: "What changed about tokens since a cursor, for programs that remember answers",
    description: DESCRIPTION,
    query: querySchema,
    success: { 200: "What to forget." },
    answers: changesSchema,
    respond: ({ c, query }) => {
      const { wait, heartbeat } = query;
      const since = c.req.header("last-event-id") ?? query.since;
      const asked = { since: since === "" ? undefined : since, wait, heartbeat };
      if (canStream(c)) return streamChanges(c, asked);
      return wait === 0 ? answerOnce(c, asked.since) : poll(c, asked);
    },
  });
}

async function answerOnce(c: ApiContext, since: string | undefined): Promise<Response> {
  const result = await listChanges(c.get("actor"), since, c.env.trace.startedAt);
  return result.ok ? json(c, result.changes, 200) : writeFailure(c, result);
}

async function poll(c: ApiContext, { since, wait }: { since: string | undefined; wait: number }): Promise<Response> {
  const close = openStream(c.get("actor"));
  if (close === null) return tooManyStreams(c);
  try {
    return await pollFor(c, since, wait * 1_000);
  } finally {
    close();
  }
}

async function pollFor(c: ApiContext, since: string | undefined, ms: number): Promise<Response> {
  const gone = AbortSignal.any([c.req.raw.signal, streamsEnd(), AbortSignal.timeout(ms)]);
  for await (const changes of followChanges(c, { since, everyMs: ROUND_MS, gone })) {
    if (changes instanceof Response) return changes;
    if (!isQuiet(changes) || gone.aborted) return json(c, changes, 200);
  }
  throw new Error("the changes ended without an answer");
}
