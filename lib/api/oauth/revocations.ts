import { z } from "@hono/zod-openapi";
import { setTimeout as sleep } from "node:timers/promises";
import { openStream, streamsEnd } from "../../access/streams";
import { tokenCache } from "../../access/token-cache";
import { CUTOFF_MARGIN_MS, CUTOFFS_KEPT_HOURS } from "../../revocations/cutoffs";
import { listRevocations, REVOCATIONS_KEPT_DAYS } from "../../revocations/feed";
import { afterReading } from "../authenticated";
import type { ApiApp, ApiContext } from "../context";
import { addOperation } from "../operation";
import { writeFailure } from "../operation/write";
import { json } from "../reply";
import { tooManyStreams } from "./refuse-stream";

/** The maximum wait of a poll, in seconds. */
const MAX_WAIT_SECONDS = 30;
/** How often a waiting poll queries the database, and how often it checks for local invalidations, in ms. */
const POLL_INTERVAL_MS = 1_000;
const LOCAL_POLL_INTERVAL_MS = 50;

const at = z.iso.datetime();
const revoked = z.strictObject({ tokenId: z.uuid(), at });
const change = z.discriminatedUnion("kind", [
  revoked.extend({ kind: z.literal("revoked") }),
  revoked.extend({ kind: z.literal("narrowed") }),
  z.strictObject({
    kind: z.literal("scopes_removed"),
    api: z.string().openapi({ description: "The API’s identifier, which is the `aud` of the JWTs." }),
    scopes: z.array(z.string()).readonly().nullable().openapi({ description: "Null: the API was deleted." }),
    at,
  }),
]);

const revocationsSchema = z
  .object({
    items: z
      .array(z.union([revoked, change]))
      .readonly()
      .openapi({ description: "With `kind` if `changes=1` was asked for." }),
    nextCursor: z.string().openapi({ description: "Send it as `since` next time." }),
  })
  .openapi("Revocations");

const querySchema = z.strictObject({
  since: z.string().max(200).optional().openapi({ description: "Left out: the revocations of the last hour." }),
  wait: z.coerce.number().int().min(0).max(MAX_WAIT_SECONDS).default(0).openapi({
    type: "integer",
    minimum: 0,
    maximum: MAX_WAIT_SECONDS,
    description: "How long to wait for one, in seconds.",
  }),
  changes: z.enum(["0", "1"]).optional().openapi({
    description: "`1` also lists changes after which earlier JWTs hold more than their tokens do.",
  }),
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
  "A token that lost a permission or a scope is listed with `changes=1` only, and one that was given an earlier end " +
  "is not: its JWTs stay as they are until they end, at most 15 minutes. So do those of a token that was rotated, " +
  "also those that its old secret was exchanged for: they hold no more than the token. Revoke a token whose secret " +
  "leaked. With `changes=1` each item has a `kind`. " +
  "`revoked`: as above. `narrowed`: refuse JWTs of this token (`client_id`) whose `iat` is before `at`. " +
  "`scopes_removed`: refuse JWTs for this API (`aud`) that have one of these scopes, or any if `scopes` is null, and " +
  "whose `iat` is before `at`. " +
  `\`at\` is ${CUTOFF_MARGIN_MS / 1_000} seconds after the change, because instances may make such JWTs ` +
  "until then; a client whose JWT of these seconds is refused exchanges its token again. Changes are listed for " +
  `${CUTOFFS_KEPT_HOURS} hours, far longer than a JWT lives. Begin without \`since\` when you first ask for changes. ` +
  "How many polls of a token and of an organization may wait at a time is bounded; " +
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
      const { since, wait, changes } = query;
      const close = wait === 0 ? noStream : openStream(actor);
      if (close === null) return tooManyStreams(c);
      try {
        return await poll(c, { since: since === "" ? undefined : since, wait, changes: changes === "1" });
      } finally {
        close();
      }
    },
  });
}

const noStream = (): void => undefined;

interface Poll {
  readonly since: string | undefined;
  /** In seconds. */
  readonly wait: number;
  readonly changes: boolean;
}

/** Each round looks at the caller's token again: it may have been revoked or bound while the poll waited. */
async function poll(c: ApiContext, { since, wait, changes: withChanges }: Poll): Promise<Response> {
  const signal = AbortSignal.any([c.req.raw.signal, streamsEnd()]);
  for (const end = performance.now() + wait * 1_000; ;) {
    const { changes } = tokenCache();
    const actor = await afterReading(c);
    if (actor instanceof Response) return actor;
    const result = await listRevocations(actor, since, withChanges);
    if (!result.ok) return writeFailure(c, result);
    const { revocations } = result;
    if (revocations.items.length > 0 || signal.aborted || performance.now() >= end) return json(c, revocations, 200);
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
