import ipaddr from "ipaddr.js";
import { ACTIONS, ruleOf, type Action, type Permission } from "../access/authorization/permissions";
import { meetsPermission } from "../verification/demand";
import type { Advice } from "./dto";

/** How much use advice looks at, and how long a token may be unused, in days. */
export const WATCHED_DAYS = 30;
const UNUSED_DAYS = 90;
const OLD_SECRET_DAYS = 365;
/** From how many addresses on in the watched time a token seems to be shared. */
const MANY_ADDRESSES = 20;
const DAY_MS = 86_400_000;
/** How much of an address says its network: what one site usually has. */
const PREFIXES = { ipv4: 24, ipv6: 64 } as const;

/** One thing that a token was seen with, as lib/usage keeps it. */
export interface SeenWith {
  readonly kind: string;
  readonly value: string;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** What advice about a live token depends on. */
export interface TokenFacts {
  readonly createdAt: Date;
  /** When its settings last changed. */
  readonly updatedAt: Date;
  /** Before this it works nowhere. */
  readonly notBefore: Date | null;
  readonly lastUsedAt: Date | null;
  /** When its current secret was made. */
  readonly secretAt: Date;
  readonly endsAt: Date | null;
  readonly hasNetworks: boolean;
  readonly permissions: readonly Permission[];
  readonly grants: readonly { readonly api: string; readonly scopes: readonly string[] }[];
  /** Children need what they hold, and an Issuer what it gives. */
  readonly hasChildren: boolean;
  readonly seen: readonly SeenWith[];
}

const daysSince = (at: Date, now: Date): number => Math.floor((now.getTime() - at.getTime()) / DAY_MS);

/** What could be better about a live token. In the order of `ADVICE_KINDS`. */
export function adviseOn(facts: TokenFacts, now: Date): Advice[] {
  const recent = facts.seen.filter(({ lastAt }) => daysSince(lastAt, now) < WATCHED_DAYS);
  return [
    manyAddresses(recent),
    ...(isWatched(facts, now) ? [unneededPermissions(facts, recent), unneededScopes(facts, recent)] : []),
    isWatched(facts, now) && !facts.hasNetworks ? oneNetwork(recent) : null,
    facts.endsAt === null ? ({ kind: "no_expiration" } as const) : null,
    unused(facts, now),
    oldSecret(facts, now),
  ].filter((advice) => advice !== null);
}

/** Whether its use has been recorded for long enough, since it is what it is, to say what it does not need. */
function isWatched({ seen, lastUsedAt, updatedAt }: TokenFacts, now: Date): boolean {
  if (lastUsedAt === null || daysSince(lastUsedAt, now) >= WATCHED_DAYS) return false;
  if (daysSince(updatedAt, now) < WATCHED_DAYS) return false;
  return seen.some(({ firstAt }) => daysSince(firstAt, now) >= WATCHED_DAYS);
}

const valuesOf = (seen: readonly SeenWith[], kind: string): string[] =>
  seen.filter((one) => one.kind === kind).map(({ value }) => value);

function manyAddresses(recent: readonly SeenWith[]): Advice | null {
  const addresses = valuesOf(recent, "address").length;
  return addresses >= MANY_ADDRESSES ? { kind: "many_addresses", addresses } : null;
}

/** Requests from somewhere unknown would be refused, as those of services that do not pass the address on. */
function oneNetwork(recent: readonly SeenWith[]): Advice | null {
  if (recent.some(({ kind }) => kind === "uncertain")) return null;
  const networks = new Set(valuesOf(recent, "address").map(networkOf));
  const [network] = networks;
  return networks.size === 1 && network !== undefined ? { kind: "no_networks", network } : null;
}

function networkOf(address: string): string {
  const parsed = ipaddr.process(address);
  const bits = PREFIXES[parsed.kind()];
  const cidr = `${parsed.toString()}/${bits}`;
  const base =
    parsed.kind() === "ipv4" ? ipaddr.IPv4.networkAddressFromCIDR(cidr) : ipaddr.IPv6.networkAddressFromCIDR(cidr);
  return `${base.toString()}/${bits}`;
}

/** The fewest and weakest permissions that would have been enough, if these are not the ones it has. */
function unneededPermissions({ permissions, hasChildren }: TokenFacts, recent: readonly SeenWith[]): Advice | null {
  const demanded = valuesOf(recent, "permission");
  if (permissions.length === 0 || hasChildren || permissions.includes("issuer") || demanded.includes("*")) return null;
  // Only an Owner may change tokens that have what an Editor cannot grant.
  if (permissions.includes("owner") && valuesOf(recent, "action").includes("token.write")) return null;
  const isEnough = (held: readonly Permission[]) =>
    demanded.every((permission) => meetsPermission(held, permission as Permission)) &&
    valuesOf(recent, "action").every((action) => rankOf(held, action) >= rankOf(permissions, action));
  const enough = reduced(permissions, isEnough);
  return enough.length === permissions.length && enough.every((permission) => permissions.includes(permission))
    ? null
    : { kind: "unneeded_permissions", enough };
}

/** The next weaker permission of those that include another one. */
const WEAKER: Partial<Record<Permission, Permission>> = { owner: "editor", editor: "viewer" };

/** Leaves out, and weakens, one permission after the other as long as the rest is enough. */
function reduced(permissions: readonly Permission[], isEnough: (held: readonly Permission[]) => boolean): Permission[] {
  let held = [...permissions];
  for (const permission of permissions) {
    const rest = held.filter((other) => other !== permission);
    let weakest: readonly Permission[] = held;
    for (let next = WEAKER[permission]; next && isEnough([...rest, next]); next = WEAKER[next])
      weakest = [...new Set([...rest, next])];
    held = [...(isEnough(rest) ? rest : weakest)];
  }
  return held;
}

const RANKS = { issued: 1, brief: 2, full: 3 } as const;

const isAction = (action: string): action is Action => (ACTIONS as readonly string[]).includes(action);

/** How much these permissions allow of an action. */
function rankOf(held: readonly Permission[], action: string): number {
  if (!isAction(action)) return 0;
  const { grants } = ruleOf(action);
  return Math.max(0, ...held.map((permission) => RANKS[grants[permission] ?? "issued"] * Number(permission in grants)));
}

function unneededScopes({ grants, hasChildren }: TokenFacts, recent: readonly SeenWith[]): Advice | null {
  if (hasChildren) return null;
  const needed = new Set(valuesOf(recent, "scope"));
  const scopes = grants
    .filter(({ api }) => !needed.has(`${api} *`))
    .flatMap(({ api, scopes: held }) => held.map((scope) => ({ api, scope })))
    .filter(({ api, scope }) => !needed.has(`${api} ${scope}`));
  return scopes.length > 0 ? { kind: "unneeded_scopes", scopes } : null;
}

/** Its children end with it, so a parent is none that nobody needs. */
function unused({ createdAt, lastUsedAt, notBefore, hasChildren }: TokenFacts, now: Date): Advice | null {
  if (hasChildren) return null;
  const worksSince = notBefore !== null && notBefore > createdAt ? notBefore : createdAt;
  if (lastUsedAt === null) return daysSince(worksSince, now) >= WATCHED_DAYS ? { kind: "never_used" } : null;
  const days = daysSince(lastUsedAt, now);
  return days >= UNUSED_DAYS ? { kind: "unused", days } : null;
}

function oldSecret({ secretAt }: TokenFacts, now: Date): Advice | null {
  const days = daysSince(secretAt, now);
  return days >= OLD_SECRET_DAYS ? { kind: "old_secret", days } : null;
}
