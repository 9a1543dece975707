import type { Permission } from "@/lib/access/authorization/permissions";
import type { GrantableApi, ScopeDto } from "@/lib/apis/dto";
import type { TokenDto } from "@/lib/tokens/dto";

/** The chosen scopes by the API's identifier. */
export type ChosenScopes = Readonly<Record<string, readonly string[]>>;

/**
 * The scopes that a search finds: `invoices:*` by prefix, other text anywhere in name or description, ignoring case.
 */
export function foundScopes(scopes: readonly ScopeDto[], search: string): readonly ScopeDto[] {
  const text = search.trim().toLowerCase();
  if (text.endsWith("*")) return scopes.filter(({ name }) => name.toLowerCase().startsWith(text.slice(0, -1)));
  return scopes.filter(({ name, description }) => `${name}\n${description}`.toLowerCase().includes(text));
}

/**
 * The scopes as a token's grants, in the order of the APIs and their scopes. APIs without a chosen scope are left out.
 */
export function grantsOf(apis: readonly GrantableApi[], chosen: ChosenScopes): { api: string; scopes: string[] }[] {
  return apis
    .map(({ identifier, scopes }) => ({
      api: identifier,
      scopes: scopes.map(({ name }) => name).filter((name) => chosen[identifier]?.includes(name)),
    }))
    .filter(({ scopes }) => scopes.length > 0);
}

/** The permissions of a new token where none were picked, as in REST: Viewer, or none for a token that has scopes. */
export function defaultPermissions(grants: readonly unknown[]): readonly Permission[] {
  return grants.length > 0 ? [] : ["viewer"];
}

/** The shortest of the organization's maximum lifetime and those of the APIs that the token has scopes of, in days. */
export function maxLifetimeOf(
  own: number | null,
  apis: readonly GrantableApi[],
  grants: readonly { api: string }[],
): number | null {
  const named = new Set(grants.map(({ api }) => api));
  const limits = [own, ...apis.filter(({ identifier }) => named.has(identifier)).map((api) => api.maxLifetimeDays)];
  const given = limits.filter((days) => days !== null);
  return given.length === 0 ? null : Math.min(...given);
}

type Grants = TokenDto["grants"];

/** A token's scopes as a choice. */
export function chosenOf(grants: Grants): ChosenScopes {
  return Object.fromEntries(grants.map(({ api, scopes }) => [api, scopes]));
}

/**
 * The APIs that are offered, and what a token has beyond them: more APIs than a form offers, or scopes that are newer
 * than the page. A change must not take those away unseen.
 */
export function withHeld(apis: readonly GrantableApi[], held: Grants): readonly GrantableApi[] {
  const others = held.filter(({ api }) => !apis.some(({ identifier }) => identifier === api));
  return [
    ...apis.map((api) => ({ ...api, scopes: [...api.scopes, ...missing(api, held)] })),
    ...others.map(({ api, scopes }) => ({
      identifier: api,
      name: api,
      maxLifetimeDays: null,
      scopes: scopes.map((name) => ({ name, description: "" })),
    })),
  ];
}

function missing({ identifier, scopes }: GrantableApi, held: Grants): ScopeDto[] {
  const names = held.find(({ api }) => api === identifier)?.scopes ?? [];
  return names
    .filter((name) => !scopes.some((scope) => scope.name === name))
    .map((name) => ({ name, description: "" }));
}

/** The names of the scopes that are in `before` and not in `after`. */
export function lostScopes(before: Grants, after: Grants): string[] {
  return before.flatMap(({ api, scopes }) => {
    const kept = after.find((grant) => grant.api === api)?.scopes ?? [];
    return scopes.filter((name) => !kept.includes(name));
  });
}
