import type { Actor } from "../access/authorization/actor";
import { latestEnd, mayLiveUntil } from "../access/authorization/granting";
import type { TokenDefaults } from "../apis/grants";
import { fail, type Result } from "../platform/result/result";
import { DAY_MS, PROPOSED_LIFETIME_DAYS } from "./limits";
import type { Expiration } from "./schema";

/** The part of the organization's token policy that limits lifetimes. */
export interface LifetimePolicy {
  /** The maximum lifetime in days; null allows tokens without expiration. */
  readonly tokenMaxLifetimeDays: number | null;
  /** The lifetime where nothing is chosen, in days. */
  readonly proposedLifetimeDays?: number;
}

/**
 * The policy for a token with scopes of these APIs: the shortest of all maxima, and the shortest default, which for a
 * token without permissions replaces the general one.
 */
export function withDefaultsOf(
  { tokenMaxLifetimeDays }: LifetimePolicy,
  apis: readonly TokenDefaults[],
  hasPermissions: boolean,
): LifetimePolicy {
  const maxima = [tokenMaxLifetimeDays, ...apis.map(({ maxLifetimeDays }) => maxLifetimeDays)];
  const defaults = apis.map(({ lifetimeDays }) => lifetimeDays);
  return {
    tokenMaxLifetimeDays: shortest(maxima),
    proposedLifetimeDays:
      shortest([...defaults, hasPermissions ? PROPOSED_LIFETIME_DAYS : null]) ?? PROPOSED_LIFETIME_DAYS,
  };
}

function shortest(days: readonly (number | null)[]): number | null {
  const known = days.filter((value) => value !== null);
  return known.length === 0 ? null : Math.min(...known);
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
  if (chosen === undefined) return { ok: true, expiresAt: proposal(actor, policy, latest, start.now) };
  const expiresAt = instantOf(chosen, start.now);
  if (expiresAt !== null && expiresAt <= start.now)
    return fail("invalid_input", { field: "expiration", fields: { expiration: "Choose a date in the future." } });
  const ends = endsWithin(latest, expiresAt);
  if (!ends.ok) return ends;
  const allowed = mayLiveUntil(actor, expiresAt);
  return allowed.ok ? { ok: true, expiresAt } : allowed;
}

function endsWithin(latest: Date | null, expiresAt: Date | null): Result {
  if (latest === null || (expiresAt !== null && expiresAt <= latest)) return { ok: true };
  const reason = expiresAt === null ? "expiration_required" : "expiration_too_late";
  return fail(reason, { field: "expiration", detail: { latest: latest.toISOString() } });
}

/** Whether a token that ends at `expiresAt` may get scopes of APIs with this policy. */
export function mayKeepExpiration(policy: LifetimePolicy, lifetimeFrom: Date, expiresAt: Date | null): Result {
  return endsWithin(latestByPolicy(policy, lifetimeFrom), expiresAt);
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

function proposal(
  actor: Actor,
  { proposedLifetimeDays = PROPOSED_LIFETIME_DAYS }: LifetimePolicy,
  latest: Date | null,
  now: Date,
): Date {
  const ends = [new Date(now.getTime() + proposedLifetimeDays * DAY_MS), latest, latestEnd(actor)];
  return new Date(Math.min(...ends.filter((end) => end !== null).map((end) => end.getTime())));
}
