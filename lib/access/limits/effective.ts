import {
  formatNetwork,
  intersectNetworks,
  isInNetworks,
  parseNetwork,
  type IpNetwork,
} from "../../platform/http/ip-network";
import { warnOnce } from "../../platform/warn-once";
import { LEASE_MS } from "../token-cache/lease";
import { MAX_USES, MAX_WINDOWS, PER_MINUTE } from "./bounds";
import { limitsDtoSchema, type Limits } from "./schema";

/** What all limits of a token allow together: its own, its ancestors' and its subject's. */
export interface EffectiveLimits {
  /** The latest of all, in epoch ms; null if it works from the beginning. */
  readonly notBefore: number | null;
  /** What is common to all lists; null for everywhere. Empty if there is nothing common: then it works nowhere. */
  readonly networks: readonly IpNetwork[] | null;
}

/** Limits that this version cannot evaluate, as those of a later version: the token works nowhere. */
const NOWHERE: EffectiveLimits = { notBefore: null, networks: [] };

/** Combines stored limits. Null if there are none. */
export function combineLimits(stored: readonly unknown[]): EffectiveLimits | null {
  return stored.map(toEffective).reduce<EffectiveLimits | null>(both, null);
}

/**
 * What all stored limits allow together, as limits of their own. Null if that cannot be said: they have no network in
 * common, their quotas have other periods, or their windows are too many or differ under one name.
 */
export function commonLimits(stored: readonly unknown[]): Limits | null {
  const { networks = null, notBefore = null } = combineLimits(stored) ?? {};
  const counted = stored
    .flatMap((limits) => limitsDtoSchema.safeParse(limits).data ?? [])
    .reduce<Limits | null>((one, other) => one && bothCounted(one, other), {});
  if (networks?.length === 0 || counted === null) return null;
  return {
    ...(networks === null ? {} : { networks: networks.map(formatNetwork) }),
    ...(notBefore === null ? {} : { notBefore: new Date(notBefore).toISOString() }),
    ...counted,
  };
}

const least = (...counts: readonly (number | undefined)[]): number =>
  Math.min(...counts.map((count) => count ?? Infinity));
const given = <Name extends string>(name: Name, count: number): Partial<Record<Name, number>> =>
  (count === Infinity ? {} : { [name]: count }) as Partial<Record<Name, number>>;

/** The counted limits that two allow together. Null if that cannot be said. */
function bothCounted(one: Limits, other: Limits): Limits | null {
  if (one.quota && other.quota && one.quota.per !== other.quota.per) return null;
  const quota = one.quota ?? other.quota;
  const windows = new Map((one.windows ?? []).map((window) => [window.name, window]));
  for (const window of other.windows ?? []) {
    const known = windows.get(window.name);
    if (known && known.windowSeconds !== window.windowSeconds) return null;
    windows.set(window.name, { ...window, limit: least(known?.limit, window.limit) });
  }
  if (windows.size > MAX_WINDOWS) return null;
  return {
    ...given(PER_MINUTE, least(one.requestsPerMinute, other.requestsPerMinute)),
    ...(windows.size === 0 ? {} : { windows: [...windows.values()] }),
    ...(quota ? { quota: { ...quota, requests: least(one.quota?.requests, other.quota?.requests) } } : {}),
    ...given(MAX_USES, least(one.maxUses, other.maxUses)),
  };
}

function toEffective(stored: unknown): EffectiveLimits {
  const parsed = limitsDtoSchema.safeParse(stored);
  if (!parsed.success) return unreadable();
  const { notBefore, networks } = parsed.data;
  const known = networks?.map(parseNetwork);
  if (known?.some((network) => "problem" in network)) return unreadable();
  return {
    notBefore: notBefore === undefined ? null : Date.parse(notBefore),
    networks: (known as IpNetwork[] | undefined) ?? null,
  };
}

function unreadable(): EffectiveLimits {
  warnOnce({}, "A token has limits that this version does not know: it is refused until all instances run one version");
  return NOWHERE;
}

function both(one: EffectiveLimits | null, other: EffectiveLimits): EffectiveLimits {
  if (one === null) return other;
  const starts = [one.notBefore, other.notBefore].filter((at) => at !== null);
  return {
    notBefore: starts.length === 0 ? null : Math.max(...starts),
    networks:
      one.networks && other.networks
        ? intersectNetworks(one.networks, other.networks)
        : (one.networks ?? other.networks),
  };
}

/** Why a live token may not be used because of its limits, in the order in which they are evaluated. */
export const LIMIT_CODES = ["not_yet_valid", "network"] as const;
export type LimitCode = (typeof LIMIT_CODES)[number];

/** Where a request comes from. */
export interface RequestSource {
  /** The client's address in canonical text; null if it is not known for certain. */
  readonly certainAddress: string | null;
}

/** The source of a request about which nothing is known. */
export const UNKNOWN_SOURCE: RequestSource = { certainAddress: null };

/**
 * Why limits refuse a token at `now` (epoch ms, by the database's clock), or null. `now` may be ahead by less than a
 * lease, so that a token begins to work that much after `notBefore`.
 */
export function whyLimited(limits: EffectiveLimits | null, now: number, source: RequestSource): LimitCode | null {
  if (limits === null) return null;
  const { notBefore, networks } = limits;
  if (notBefore !== null && now - LEASE_MS < notBefore) return "not_yet_valid";
  if (networks === null) return null;
  const { certainAddress } = source;
  return certainAddress !== null && isInNetworks(networks, certainAddress) ? null : "network";
}
