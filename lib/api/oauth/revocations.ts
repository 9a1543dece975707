import { createRoute, z } from "@hono/zod-openapi";
import { setTimeout as sleep } from "node:timers/promises";
import { listRevocations } from "../../tokens/revocations";
import { authenticated } from "../authenticated";
import type { ApiApp, ApiContext } from "../context";
import { failure } from "../failure";
import { answers, TOKEN_SECURITY } from "../openapi";
import { json } from "../reply";

/** The longest that a poll waits, in seconds, and how often it looks meanwhile, in ms. */
const LONGEST_WAIT = 30;
const LOOK_EVERY_MS = 1_000;

const revocationsSchema = z
  .object({
    items: z.array(z.object({ tokenId: z.uuid(), at: z.iso.datetime() })).readonly(),
    nextCursor: z.string().openapi({ description: "Send it as `since` next time." }),
  })
  .openapi("Revocations");

const route = createRoute({
  method: "get",
  path: "/api/v1/revocations",
  operationId: "listRevocations",
  tags: ["Gateways"],
  summary: "The tokens revoked since a cursor; waits for the next one",
  security: TOKEN_SECURITY,
  middleware: authenticated,
  request: {
    query: z.object({
      since: z.string().max(200).optional().openapi({ description: "Left out: the revocations of the last hour." }),
      wait: z.coerce.number().int().min(0).max(LONGEST_WAIT).default(0).openapi({ description: "How long to wait for one, in seconds." }),
    }),
  },
  responses: answers(revocationsSchema, "Oldest first. Every JWT of a listed token is to be refused."),
});

/** `GET /api/v1/revocations`: for verifiers that check JWTs offline, so that they too learn at once. */
export function addRevocations(app: ApiApp): void {
  app.openapi(route, async (c) => {
    const { since, wait } = c.req.valid("query");
    const result = await poll(c, since, wait);
    return result.ok ? json(c, result.revocations, 200) : failure(c, result);
  });
}

async function poll(c: ApiContext, since: string | undefined, wait: number): ReturnType<typeof listRevocations> {
  const { signal } = c.req.raw;
  for (const end = performance.now() + wait * 1_000; ; ) {
    const result = await listRevocations(c.get("actor"), since);
    if (!result.ok || result.revocations.items.length > 0 || signal.aborted || performance.now() + LOOK_EVERY_MS > end) return result;
    await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
  }
}
