import { actionNeed, permissionNeed, scopeNeed } from "../usage/recorder";
import { z } from "../platform/validation/zod";
import {
  covers,
  permissionsOf,
  spaceAccessOf,
  toSpaceAccess,
  spaceOf,
  WHOLE_ORGANIZATION,
  type SpaceAccess,
  type TokenActor,
} from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import {
  ACTIONS,
  PERMISSIONS,
  ruleOf,
  type Action,
  type Grant,
  type Permission,
} from "../access/authorization/permissions";
import { MAX_COST } from "../access/limits/bounds";
import { tokenCache } from "../access/token-cache";
import { parseAddress } from "../platform/http/ip-network";
import { slug } from "../platform/validation/fields";

/** What a service may demand of a token: a permission (`editor`) or an action (`policy.write`). */
export const permissionDemand = z.enum([...PERMISSIONS, ...ACTIONS] as [
  Permission | Action,
  ...(Permission | Action)[],
]);
export type PermissionDemand = z.infer<typeof permissionDemand>;
export const resourceDemand = slug;

/** The address of the client that presented the token, as the caller knows it. */
export const addressSchema = z
  .string()
  .max(60)
  .transform((text, context) => {
    const address = parseAddress(text);
    if (address !== null) return address;
    context.addIssue({ code: "custom", message: "not an IPv4 or IPv6 address" });
    return z.NEVER;
  })
  .openapi({
    type: "string",
    description:
      "The address of the client that presented the token, IPv4 or IPv6. A token that is limited to networks is " +
      "refused without it.",
  });

/** How many requests a check counts as against the token's limits. */
export const costSchema = z
  .int("Enter a whole number.")
  .min(0, "A check counts as 0 requests at least.")
  .max(MAX_COST, `A check counts as ${MAX_COST.toLocaleString("en-US")} requests at most.`);

const isAction = (demand: PermissionDemand): demand is Action => (ACTIONS as readonly string[]).includes(demand);

/**
 * A cache of results by held and demanded permission. There are few, gateways need one per request, and computing one
 * takes 10 µs.
 */
const answers = new Map<string, boolean>();

/**
 * Whether the held permissions allow everything that the demanded one allows. An Owner meets the demand for an Editor,
 * but not for an Agent.
 */
export function meetsPermission(held: readonly Permission[], demanded: Permission): boolean {
  const key = `${held.join()} ${demanded}`;
  const known = answers.get(key);
  if (known !== undefined) return known;
  const answer = holdsAllOf(held, demanded);
  answers.set(key, answer);
  return answer;
}

function holdsAllOf(held: readonly Permission[], demanded: Permission): boolean {
  return ACTIONS.every((action) => {
    const { grants } = ruleOf(action);
    const rank = (permission: Permission) => RANKS[grants[permission] ?? "none"];
    return Math.max(0, ...held.map(rank)) >= rank(demanded);
  });
}

/**
 * How much a grant allows. Every permission has a grant above none somewhere, or all tokens would meet a demand for it.
 */
const RANKS = { none: 0, issued: 1, brief: 2, full: 3 } as const satisfies Record<Grant | "none", number>;

export interface Demand {
  readonly permission?: PermissionDemand;
  readonly resource?: string;
}

/**
 * Whether a token meets a demand in the named space or, if none is named, within its space access. `resource` is a
 * space's id, or the organization's id for all of it. False for an unknown or foreign space. Returns without a promise
 * on a cache hit; rejects if the database is unavailable.
 */
export function allows(actor: TokenActor, demand: Demand): boolean | Promise<boolean> {
  if (!meets(actor, demand)) return false;
  const space = spaceToLookUp(actor, demand);
  return space === null || tokenCache().isSpaceOf(actor.organizationId, space);
}

/**
 * The space that must exist for an actor that meets the demand to be allowed; null if that is known without a look-up.
 */
export function spaceToLookUp(actor: TokenActor, { resource }: Demand): string | null {
  const isKnown = resource === undefined || resource === actor.organizationId || spaceAccessOf(actor).kind === "space";
  return isKnown ? null : resource;
}

/** Whether a token has all of these scopes of Latchkey's own API, which are the permissions. */
export function meetsAll(actor: TokenActor, scopes: readonly string[]): boolean {
  return scopes.every((scope) => {
    const permission = PERMISSIONS.find((known) => known === scope);
    return permission !== undefined && meets(actor, { permission });
  });
}

/** Like `allows`, without checking whether the space exists. */
export function meets(actor: TokenActor, { permission, resource }: Demand): boolean {
  const access = resource === undefined ? spaceAccessOf(actor) : accessTo(actor, resource);
  if (!covers(spaceAccessOf(actor), access)) return false;
  if (permission === undefined) return true;
  if (!isAction(permission)) return meetsPermission(permissionsOf(actor), permission);
  return decide(actor, permission, { organizationId: actor.organizationId, spaceId: spaceAsked(permission, access) })
    .ok;
}

/** The space of the demand; null for actions on the organization. */
function spaceAsked(action: Action, access: SpaceAccess): string | null {
  return ruleOf(action).level === "organization" ? null : spaceOf(access);
}

function accessTo(actor: TokenActor, resource: string): SpaceAccess {
  return resource === actor.organizationId ? WHOLE_ORGANIZATION : toSpaceAccess(resource);
}

/**
 * What a token needs for a check, for the record of its use. `*` if the caller demanded nothing in particular: then it
 * may need all that the token has.
 */
export function needsOf(demand: {
  readonly api?: string | null | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly permission?: PermissionDemand | undefined;
}): readonly string[] {
  const { api, scopes = [], permission } = demand;
  const named = scopes.length === 0 ? ["*"] : scopes;
  if (typeof api === "string") return named.map((scope) => scopeNeed(api, scope));
  if (permission === undefined) return named.map(permissionNeed);
  return [...scopes.map(permissionNeed), isAction(permission) ? actionNeed(permission) : permissionNeed(permission)];
}

/** The ids of the spaces in `access`; `*` for all. */
export function spacesOf(access: SpaceAccess): string[] {
  return [access.kind === "space" ? access.spaceId : "*"];
}
