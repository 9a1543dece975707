import "server-only";
import { randomUUID } from "node:crypto";
import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import { z } from "../platform/validation/zod";
import type { UserActor } from "./authorization/actor";
import { isSameOrigin } from "../platform/http/same-origin";
import { requestAddress } from "../platform/http/client-address";
import { actorIn, currentSession } from "./session/session";
import { logFailure } from "../platform/db/failure-log";
import { warnOfForeignOrigin } from "../platform/http/foreign-origin";
import { requestOrigin } from "../platform/http/served-origin";
import { currentRequest } from "../platform/request-context";
import { isQueueFull, QUEUE_RETRY_SECONDS } from "../platform/bounded-queue";
import { fail, type Failure, type Result } from "../platform/result/result";
import { slug } from "../platform/validation/fields";

/** Every action of a signed-in person names its organization: two tabs may show two of them. */
const inOrganization = z.object({ organizationId: slug });

/** What an action answers; the value crosses to the browser as it is. */
type Answer<T extends object> = Promise<Result<T>>;

/**
 * A server action of a signed-in person: checks the origin, authenticates, validates with zod, runs, maps errors. What
 * the actor may do is decided in lib, next to the data. Its argument is `{organizationId, …input}`, parsed here
 * whatever the types say, for anybody can call it with anything.
 */
export function action<Schema extends z.ZodType, T extends object>(
  schema: Schema,
  run: (context: { actor: UserActor; input: z.output<Schema> }) => Answer<T>,
) {
  return async (raw: z.input<Schema> & { organizationId: string }): Answer<T> =>
    guarded(async () => {
      const session = await currentSession();
      if (!session) return fail("unauthenticated");
      const where = inOrganization.safeParse(raw);
      if (!where.success) return invalid(where.error);
      const actor = await actorIn(session, where.data.organizationId);
      if (!actor) return fail("not_found");
      const parsed = schema.safeParse(raw);
      return parsed.success ? run({ actor, input: parsed.data }) : invalid(parsed.error);
    });
}

/**
 * A server action of a signed-in person about all their organizations: `actors` has the person once for each. All else
 * is as in `action`.
 */
export function everywhereAction<Schema extends z.ZodType, T extends object>(
  schema: Schema,
  run: (context: { actors: readonly UserActor[]; input: z.output<Schema> }) => Answer<T>,
) {
  return async (raw: unknown): Answer<T> =>
    guarded(async () => {
      const session = await currentSession();
      if (!session) return fail("unauthenticated");
      const parsed = schema.safeParse(raw);
      if (!parsed.success) return invalid(parsed.error);
      const actors = await Promise.all(session.memberships.map((member) => actorIn(session, member.organizationId)));
      return run({ actors: actors.filter((actor) => actor !== null), input: parsed.data });
    });
}

/**
 * A server action for a visitor who is not signed in (sign-in, set-up, an invitation): no actor, all else the same.
 * `open` is asked before the input is parsed, for an action that is closed most of the time.
 */
export function publicAction<Schema extends z.ZodType, T extends object>(
  schema: Schema,
  run: (context: { address: string | null; input: z.output<Schema> }) => Answer<T>,
  open: () => Promise<Result> = () => Promise.resolve({ ok: true }),
) {
  return async (raw: unknown): Answer<T> =>
    guarded(async () => {
      const opened = await open();
      if (!opened.ok) return opened;
      const parsed = schema.safeParse(raw);
      if (!parsed.success) return invalid(parsed.error);
      return run({ address: requestAddress(await headers()), input: parsed.data });
    });
}

async function guarded<T extends object>(run: () => Answer<T>): Answer<T> {
  try {
    return (await hasOwnOrigin()) ? await run() : fail("foreign_origin");
  } catch (error) {
    unstable_rethrow(error);
    return unexpected(error);
  }
}

/** Next runs an action without an Origin header; we do not. A browser sends it with every POST. */
async function hasOwnOrigin(): Promise<boolean> {
  const given = await headers();
  const origin = given.get("origin");
  const own = requestOrigin(given);
  if (origin !== null && isSameOrigin(origin, own)) return true;
  warnOfForeignOrigin(origin, own);
  return false;
}

/** Every wrong field with its first sentence; one inside another stands under both, `admin` and `admin.email`. */
function invalid(error: z.ZodError): Failure {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) {
    fields[String(issue.path[0] ?? "")] ??= issue.message;
    fields[issue.path.join(".")] ??= issue.message;
  }
  return fail("invalid_input", { fields });
}

/** An unexpected error: the user gets a reference, and the operator's log has the error under the same reference. */
function unexpected(error: unknown): Failure {
  if (isQueueFull(error)) return fail("unavailable", { detail: { retryAfterSeconds: QUEUE_RETRY_SECONDS } });
  const reference = currentRequest()?.id ?? randomUUID().slice(0, 8);
  logFailure(error, "an action failed", { reference });
  return fail("unavailable", { detail: { reference } });
}
