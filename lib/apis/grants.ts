import type { Tx } from "../platform/db";
import { publicOrigin } from "../platform/http/served-origin";
import { fail, type Failure, type Result } from "../platform/result/result";
import { unknownApi, type NamingField } from "./policy";

/** The scopes of one API that a token is to have. */
export interface WantedGrant {
  /** The API's identifier. */
  readonly api: string;
  readonly scopes: readonly string[];
}

/** What an API says about its tokens. */
export interface TokenDefaults {
  readonly identifier: string;
  readonly tokenPrefix: string | null;
  readonly lifetimeDays: number | null;
  readonly maxLifetimeDays: number | null;
}

/** Scopes that stay what they are until the transaction ends. */
export interface LockedScopes {
  readonly apis: readonly ApiRow[];
  readonly scopes: readonly { readonly apiId: string; readonly scopeId: string }[];
}

interface ApiRow extends TokenDefaults {
  readonly id: string;
  /** As they are stored; null for none. */
  readonly defaultLimits: unknown;
}

/**
 * Finds the scopes of these APIs and locks the APIs FOR SHARE, so that none is removed before the transaction ends.
 * Fails with `invalid_input` for an API or a scope that the organization does not have.
 */
export async function lockScopes(
  tx: Tx,
  organizationId: string,
  wanted: readonly WantedGrant[],
  field: NamingField = "grants",
): Promise<Result<LockedScopes>> {
  if (wanted.length === 0) return { ok: true, apis: [], scopes: [] };
  const apis = await tx.$queryRaw<ApiRow[]>`/* prepared as lock-apis */
    SELECT "id", "identifier", "tokenPrefix", "lifetimeDays", "maxLifetimeDays", "defaultLimits" FROM "Api"
    WHERE "organizationId" = ${organizationId} AND "identifier" = ANY(${wanted.map(({ api }) => api)})
      AND "deletedAt" IS NULL
    ORDER BY "id" FOR SHARE`;
  const ids = new Map(apis.map(({ identifier, id }) => [identifier, id]));
  // A statement of its own, because the one before may have waited for a change of the scopes.
  const live = await tx.$queryRaw<{ id: string; apiId: string; name: string }[]>`/* prepared as find-scopes */
    SELECT "id", "apiId", "name" FROM "ApiScope"
    WHERE "organizationId" = ${organizationId} AND "apiId" = ANY(${apis.map(({ id }) => id)}::uuid[])
      AND "name" = ANY(${wanted.flatMap(({ scopes }) => scopes)}) AND "removedAt" IS NULL`;
  const byName = new Map(live.map((scope) => [`${scope.apiId} ${scope.name}`, scope]));
  const found: { apiId: string; scopeId: string }[] = [];
  for (const { api, scopes } of wanted) {
    const apiId = ids.get(api);
    if (apiId === undefined) return unknown(field, unknownApi(api, field, { issuer: publicOrigin() }));
    for (const name of scopes) {
      const scope = byName.get(`${apiId} ${name}`);
      if (!scope) return unknown(field, `The API “${api}” has no scope “${name}”.`);
      found.push({ apiId, scopeId: scope.id });
    }
  }
  return { ok: true, apis, scopes: found };
}

const unknown = (field: string, text: string): Failure => fail("invalid_input", { field, fields: { [field]: text } });

/** What the organization's live APIs with these identifiers say about their tokens. */
export function findDefaults(tx: Tx, organizationId: string, identifiers: readonly string[]): Promise<TokenDefaults[]> {
  return tx.api.findMany({
    where: { organizationId, identifier: { in: [...identifiers] }, deletedAt: null },
    select: { identifier: true, tokenPrefix: true, lifetimeDays: true, maxLifetimeDays: true },
  });
}
