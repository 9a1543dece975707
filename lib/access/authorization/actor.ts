import { ROLE_ACTS_AS, type Permission, type Role } from "./permissions";

/** How far something reaches: the whole organization, or one of its spaces. */
export type Scope = { readonly kind: "organization" } | { readonly kind: "space"; readonly spaceId: string };

export const WHOLE_ORGANIZATION: Scope = { kind: "organization" };

/** The scope of a row: its space, or the whole organization where it has none. */
export function scopeOf(spaceId: string | null): Scope {
  return spaceId === null ? WHOLE_ORGANIZATION : { kind: "space", spaceId };
}

/** The space of a scope, or null for the whole organization. */
export function spaceOf(scope: Scope): string | null {
  return scope.kind === "space" ? scope.spaceId : null;
}

/** A signed-in person, acting in one organization. */
export interface UserActor {
  readonly kind: "user";
  readonly userId: string;
  readonly sessionId: string;
  readonly name: string;
  readonly email: string;
  readonly organizationId: string;
  readonly role: Role;
  /** The client's address, for the audit log. */
  readonly address: string | null;
}

/** A program that presented an API token. */
export interface TokenActor {
  readonly kind: "token";
  readonly tokenId: string;
  readonly name: string;
  readonly organizationId: string;
  readonly scope: Scope;
  readonly permissions: readonly Permission[];
  readonly expiresAt: Date | null;
  readonly address: string | null;
}

export type Actor = UserActor | TokenActor;

/** What an actor holds; the union counts. */
export function permissionsOf(actor: Actor): readonly Permission[] {
  return actor.kind === "user" ? [ROLE_ACTS_AS[actor.role]] : actor.permissions;
}

/** How far an actor reaches. Roles are held in the whole organization. */
export function reachOf(actor: Actor): Scope {
  return actor.kind === "user" ? WHOLE_ORGANIZATION : actor.scope;
}

/** Whether `outer` reaches everything that `inner` reaches. */
export function covers(outer: Scope, inner: Scope): boolean {
  return outer.kind === "organization" || (inner.kind === "space" && inner.spaceId === outer.spaceId);
}
