import type { Actor } from "../access/authorization/actor";
import { mayLiveUntil } from "../access/authorization/granting";
import { fail, type Result } from "../platform/result/result";
import { DAY_MS, PROPOSED_LIFETIME_DAYS } from "./limits";
import type { Expiration } from "./schema";

/** The part of the organization's token policy that limits lifetimes. */
export interface LifetimePolicy {
  /** The maximum lifetime in days; null allows tokens without expiration. */
  readonly tokenMaxLifetimeDays: number | null;
}

interface LifetimeStart {
  /** The database's clock. */
  readonly now: Date;
  /** When the policy starts to count: the creation of the token or, for a child token, of its oldest ancestor. */
  readonly lifetimeFrom: Date;
}

/**
 * Converts the chosen expiration to an instant, within the organization's policy and the parent's own lifetime. Without
 * a choice, the default is shortened to what is allowed. A choice that is not allowed is refused, with the latest
 * allowed instant.
 */
export function resolveExpiration(
  chosen: Expiration | undefined,
  actor: Actor,
  policy: LifetimePolicy,
  start: LifetimeStart,
): Result<{ expiresAt: Date | null }> {
  const latest = latestByPolicy(policy, start.lifetimeFrom);
  if (chosen === undefined) return { ok: true, expiresAt: proposal(actor, latest, start.now) };
  const expiresAt = instantOf(chosen, start.now);
  if (expiresAt !== null && expiresAt <= start.now)
    return fail("invalid_input", { field: "expiration", fields: { expiration: "Choose a date in the future." } });
  if (latest !== null && expiresAt === null)
    return fail("expiration_required", { field: "expiration", detail: { latest: latest.toISOString() } });
  if (latest !== null && expiresAt !== null && expiresAt > latest)
    return fail("expiration_too_late", { field: "expiration", detail: { latest: latest.toISOString() } });
  const allowed = mayLiveUntil(actor, expiresAt);
  return allowed.ok ? { ok: true, expiresAt } : allowed;
}

function instantOf(chosen: Expiration, now: Date): Date | null {
  if (chosen.kind === "never") return null;
  return chosen.kind === "at" ? chosen.at : new Date(now.getTime() + chosen.days * DAY_MS);
}

function latestByPolicy(policy: LifetimePolicy, lifetimeFrom: Date): Date | null {
  return policy.tokenMaxLifetimeDays === null
    ? null
    : new Date(lifetimeFrom.getTime() + policy.tokenMaxLifetimeDays * DAY_MS);
}

function proposal(actor: Actor, latest: Date | null, now: Date): Date {
  const ends = [
    new Date(now.getTime() + PROPOSED_LIFETIME_DAYS * DAY_MS),
    latest,
    actor.kind === "token" ? actor.expiresAt : null,
  ];
  return new Date(Math.min(...ends.filter((end) => end !== null).map((end) => end.getTime())));
}
