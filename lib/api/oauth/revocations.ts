import { z } from "@hono/zod-openapi";
import { setTimeout as sleep } from "node:timers/promises";
import { openStream } from "../../access/streams";
import { tokenCache } from "../../access/token-cache";
import { listRevocations, REVOCATIONS_KEPT_DAYS } from "../../revocations/feed";
import type { ApiApp, ApiContext } from "../context";
import { addOperation } from "../operation";
import { writeFailure } from "../operation/write";
import { problem } from "../problem";
import { json } from "../reply";

/** The maximum wait of a poll, in seconds. */
const MAX_WAIT_SECONDS = 30;
/** How often a waiting poll queries the database, and how often it checks for local invalidations, in ms. */
const POLL_INTERVAL_MS = 1_000;
const LOCAL_POLL_INTERVAL_MS = 50;

const revocationsSchema = z
  .object({
    items: z.array(z.object({ tokenId: z.uuid(), at: z.iso.datetime() })).readonly(),
    nextCursor: z.string().openapi({ description: "Send it as `since` next time." }),
  })
  .openapi("Revocations");

const querySchema = z.strictObject({
  since: z.string().max(200).optional().openapi({ description: "Left out: the revocations of the last hour." }),
  wait: z.coerce
    .number()
    .int()
    .min(0)
    .max(MAX_WAIT_SECONDS)
    .default(0)
    .openapi({ type: "integer", description: "How long to wait for one, in seconds." }),
});

const DESCRIPTION =
  "For verifiers that check JWTs of `/oauth/token` offline. " +
  "Ask without `since` at first, then with the `nextCursor` of the answer before, at once and over " +
  "and over, with `wait`. Every JWT of a listed token is to be refused, whenever it was made. " +
  "A cursor that this log does not reach, as after the database was put back from a copy, is " +
  "`invalid_request`: begin without one. So is a cursor after which revocations have been deleted: " +
  "they are listed for " +
  `${REVOCATIONS_KEPT_DAYS} days` +
  ". No JWT is that old, but a verifier that keeps its own list has missed some. " +
  "A 401 means that the asking token itself is dead, as when the organization was deleted. " +
  "A token that lost a permission, or was given an earlier end, is not listed: its JWTs stay as they are until " +
  "they end, at most 15 minutes. How many polls of a token and of an organization may wait at a time is bounded; " +
  "one more is 429 with Retry-After.";

/** `GET /api/v1/revocations`: for verifiers that check JWTs offline and need to know about revocations at once. */
export function addRevocations(app: ApiApp): void {
  addOperation(app, {
    method: "get",
    path: "/api/v1/revocations",
    operationId: "listRevocations",
    needs: "token.verify",
    tag: "Gateways",
    summary: "The tokens revoked since a cursor; waits for the next one",
    description: DESCRIPTION,
    query: querySchema,
    success: { 200: "The oldest first, some 1,000 at most; ask again for more." },
    answers: revocationsSchema,
    respond: async ({ c, actor, query }) => {
      const { since, wait } = query;
      const close = wait === 0 ? noStream : openStream(actor);
      if (close === null) return tooManyPolls(c);
      try {
        const result = await poll(c, since === "" ? undefined : since, wait);
        return result.ok ? json(c, result.revocations, 200) : writeFailure(c, result);
      } finally {
        close();
      }
    },
  });
}

const noStream = (): void => undefined;

/** A waiting poll ends within MAX_WAIT_SECONDS, so a slot is free soon. */
const tooManyPolls = (c: ApiContext) =>
  problem(
    c,
    "rate_limited",
    { detail: "Too many polls of this token or its organization wait already." },
    { "retry-after": "5" },
  );

async function poll(c: ApiContext, since: string | undefined, wait: number): ReturnType<typeof listRevocations> {
  const { signal } = c.req.raw;
  for (const end = performance.now() + wait * 1_000; ;) {
    const { changes } = tokenCache();
    const result = await listRevocations(c.get("actor"), since);
    if (!result.ok || result.revocations.items.length > 0 || signal.aborted || performance.now() >= end) return result;
    await untilChanged(changes, Math.min(end, performance.now() + POLL_INTERVAL_MS), signal);
  }
}

/** Waits until this process receives an invalidation after `changes`, at most until `end`. */
async function untilChanged(changes: number, end: number, signal: AbortSignal): Promise<void> {
  while (tokenCache().changes === changes && performance.now() < end && !signal.aborted) {
    await sleep(Math.min(LOCAL_POLL_INTERVAL_MS, end - performance.now()), undefined, { signal }).catch(
      () => undefined,
    );
  }
}
