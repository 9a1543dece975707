import type { GrantableApi, ScopeDto } from "@/lib/apis/dto";

/** The chosen scopes by the API's identifier. */
export type ChosenScopes = Readonly<Record<string, readonly string[]>>;

/** The scopes that a search finds: `invoices:*` by prefix, other text anywhere in name or description, ignoring case. */
export function foundScopes(scopes: readonly ScopeDto[], search: string): readonly ScopeDto[] {
  const text = search.trim().toLowerCase();
  if (text.endsWith("*")) return scopes.filter(({ name }) => name.toLowerCase().startsWith(text.slice(0, -1)));
  return scopes.filter(({ name, description }) => `${name}\n${description}`.toLowerCase().includes(text));
}

/** The scopes as a token's grants, in the order of the APIs and their scopes. APIs without a chosen scope are left out. */
export function grantsOf(apis: readonly GrantableApi[], chosen: ChosenScopes): { api: string; scopes: string[] }[] {
  return apis
    .map(({ identifier, scopes }) => ({
      api: identifier,
      scopes: scopes.map(({ name }) => name).filter((name) => chosen[identifier]?.includes(name)),
    }))
    .filter(({ scopes }) => scopes.length > 0);
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
