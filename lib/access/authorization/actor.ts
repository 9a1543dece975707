import { ROLE_ACTS_AS, type Action, type Permission, type Role } from "./permissions";

/** What a token or an actor can reach: all spaces of the organization, or one of them. */
export type SpaceAccess = { readonly kind: "organization" } | { readonly kind: "space"; readonly spaceId: string };

export const WHOLE_ORGANIZATION: SpaceAccess = { kind: "organization" };

/** The space access of a row: its space; null means all spaces. */
export function toSpaceAccess(spaceId: string | null): SpaceAccess {
  return spaceId === null ? WHOLE_ORGANIZATION : { kind: "space", spaceId };
}

/** The space that the access is limited to; null for all spaces. */
export function spaceOf(access: SpaceAccess): string | null {
  return access.kind === "space" ? access.spaceId : null;
}

/** A signed-in user, acting in one organization. */
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

/** An API that a token names. */
export interface NamedApi {
  readonly apiId: string;
  /** The API's identifier. */
  readonly api: string;
}

/** Scopes of one API that an Issuer gives to tokens. */
export interface IssuableScopes extends NamedApi {
  /** Null: all of the API's. */
  readonly scopes: readonly string[] | null;
}

/** The APIs that a token is bound to; null if it is not bound. */
export type Binding<Named = NamedApi> = readonly Named[] | null;

/** A program that presented an API token. */
export interface TokenActor {
  readonly kind: "token";
  readonly tokenId: string;
  readonly name: string;
  readonly organizationId: string;
  readonly spaceAccess: SpaceAccess;
  readonly permissions: readonly Permission[];
  readonly expiresAt: Date | null;
  /** For an Issuer: whose scopes it gives to tokens. */
  readonly issues?: readonly IssuableScopes[];
  /** The APIs that it is bound to: as a Verifier it knows nothing else. Null or missing if it is not bound. */
  readonly verifies?: Binding;
  /** Whether it was bound to exactly one API, deleted ones included. */
  readonly boundToOne?: boolean;
  readonly address: string | null;
  /** The actions that it was allowed, where its use is recorded: `decide` adds them. */
  readonly did?: Set<Action>;
}

export type Actor = UserActor | TokenActor;

/** The permissions of an actor. Each one adds to what it may do. */
export function permissionsOf(actor: Actor): readonly Permission[] {
  return actor.kind === "user" ? [ROLE_ACTS_AS[actor.role]] : actor.permissions;
}

/** An Issuer manages tokens of its APIs. It has no other permission. */
export function isIssuer(actor: Actor): boolean {
  return actor.kind === "token" && actor.permissions.includes("issuer");
}

/** The scopes that an Issuer gives to tokens; none for everyone else. */
export function issuableBy(actor: Actor): readonly IssuableScopes[] {
  return actor.kind === "token" && isIssuer(actor) ? (actor.issues ?? []) : [];
}

/** The APIs that the actor is bound to; null for users, and for tokens that are not bound. */
export function bindingOf(actor: Actor): Binding {
  return actor.kind === "token" ? (actor.verifies ?? null) : null;
}

/** Whether `inner` is bound to no API that `outer` is not bound to. */
export function isWithinBinding(outer: Binding, inner: Binding<Pick<NamedApi, "apiId">>): boolean {
  if (outer === null) return true;
  return inner !== null && inner.every(({ apiId }) => outer.some((named) => named.apiId === apiId));
}

/** What a token holds. */
export interface Holdings {
  readonly permissions: readonly Permission[];
  readonly grants: readonly { readonly api: string; readonly scopes: readonly string[] }[];
}

/** Whether a token holds scopes only, at least one, all of them among those that the Issuer names. */
export function issuesAll(actor: Actor, { permissions, grants }: Holdings): boolean {
  const issues = issuableBy(actor);
  if (permissions.length > 0 || grants.length === 0) return false;
  return grants.every(({ api, scopes }) => {
    const named = issues.find((issuable) => issuable.api === api);
    return named !== undefined && (named.scopes === null || scopes.every((scope) => named.scopes?.includes(scope)));
  });
}

/** The space access of an actor. Users always have access to the whole organization. */
export function spaceAccessOf(actor: Actor): SpaceAccess {
  return actor.kind === "user" ? WHOLE_ORGANIZATION : actor.spaceAccess;
}

/** Whether `outer` includes everything in `inner`. */
export function covers(outer: SpaceAccess, inner: SpaceAccess): boolean {
  return outer.kind === "organization" || (inner.kind === "space" && inner.spaceId === outer.spaceId);
}
