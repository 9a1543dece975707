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
import { ACTIONS, PERMISSIONS, ruleOf, type Action, type Permission } from "../access/authorization/permissions";
import { tokenCache } from "../access/token-cache";
import { slug } from "../platform/validation/fields";

/** What a service may demand of a token: a permission (`editor`) or an action (`policy.write`), of a space or anywhere. */
export const permissionDemand = z.enum([...PERMISSIONS, ...ACTIONS] as [
  Permission | Action,
  ...(Permission | Action)[],
]);
export type PermissionDemand = z.infer<typeof permissionDemand>;
export const resourceDemand = slug;

const isAction = (demand: PermissionDemand): demand is Action => (ACTIONS as readonly string[]).includes(demand);

/** Answers by what is held and demanded: few, asked for at each request of a gateway, and 10 µs to find each time. */
const answers = new Map<string, boolean>();

/** Whether a token holds all that a permission holds: an Owner meets the demand for an Editor, an Agent's is its own. */
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
    const rank = (permission: Permission) =>
      grants[permission] === "full" ? 2 : grants[permission] === "brief" ? 1 : 0;
    return Math.max(0, ...held.map(rank)) >= rank(demanded);
  });
}

export interface Demand {
  readonly permission?: PermissionDemand;
  readonly resource?: string;
}

/**
 * Whether a token may do what is demanded, in the space that is named or, where none is, wherever it reaches. A space
 * is named by its id; the organization's own id stands for all of it. False for a space that is unknown or another
 * organization's. At once where the cache can tell; rejects when the database is away.
 */
export function allows(actor: TokenActor, demand: Demand): boolean | Promise<boolean> {
  if (!meets(actor, demand)) return false;
  const { resource } = demand;
  const isKnown = resource === undefined || resource === actor.organizationId || spaceAccessOf(actor).kind === "space";
  return isKnown || tokenCache().isSpaceOf(actor.organizationId, resource);
}

/** `allows`, but for whether the named space exists. */
export function meets(actor: TokenActor, { permission, resource }: Demand): boolean {
  const access = resource === undefined ? spaceAccessOf(actor) : accessTo(actor, resource);
  if (!covers(spaceAccessOf(actor), access)) return false;
  if (permission === undefined) return true;
  if (!isAction(permission)) return meetsPermission(permissionsOf(actor), permission);
  return decide(actor, permission, { organizationId: actor.organizationId, spaceId: spaceAsked(permission, access) })
    .ok;
}

/** The space that an action is demanded in; null for what is about the organization, wherever it is demanded. */
function spaceAsked(action: Action, access: SpaceAccess): string | null {
  return ruleOf(action).level === "organization" ? null : spaceOf(access);
}

function accessTo(actor: TokenActor, resource: string): SpaceAccess {
  return resource === actor.organizationId ? WHOLE_ORGANIZATION : toSpaceAccess(resource);
}

/** The ids of the spaces in `access`; `*` for all. */
export function spacesOf(access: SpaceAccess): string[] {
  return [access.kind === "space" ? access.spaceId : "*"];
}
