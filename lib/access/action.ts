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

/** Every action of a signed-in user names its organization, because two tabs may show two organizations. */
const inOrganization = z.object({ organizationId: slug });

/** The result of an action. It is serialized to the browser unchanged. */
type Answer<T extends object> = Promise<Result<T>>;

/**
 * Creates a server action for a signed-in user: checks the origin, authenticates, validates with zod, runs, maps
 * errors. Authorization is in lib, next to the data. The argument is `{organizationId, …input}`. It is always parsed,
 * because anyone can call an action with any value.
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
 * Creates a server action for visitors who are not signed in (sign-in, set-up, an invitation): the same without an
 * actor. `open` is checked before the input is parsed, for actions that are closed most of the time.
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

/** Next accepts actions without an Origin header; we do not. Browsers send it with every POST. */
async function hasOwnOrigin(): Promise<boolean> {
  const given = await headers();
  const origin = given.get("origin");
  const own = requestOrigin(given);
  if (origin !== null && isSameOrigin(origin, own)) return true;
  warnOfForeignOrigin(origin, own);
  return false;
}

/** The first message of each invalid field. A nested field is listed under both names, `admin` and `admin.email`. */
function invalid(error: z.ZodError): Failure {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) {
    fields[String(issue.path[0] ?? "")] ??= issue.message;
    fields[issue.path.join(".")] ??= issue.message;
  }
  return fail("invalid_input", { fields });
}

/** Handles an unexpected error: the user gets a reference, under which the log has the error. */
function unexpected(error: unknown): Failure {
  if (isQueueFull(error)) return fail("unavailable", { detail: { retryAfterSeconds: QUEUE_RETRY_SECONDS } });
  const reference = currentRequest()?.id ?? randomUUID().slice(0, 8);
  logFailure(error, "an action failed", { reference });
  return fail("unavailable", { detail: { reference } });
}
