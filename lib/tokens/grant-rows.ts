import type { LockedScopes } from "../apis/grants";
import type { Tx } from "../platform/db";
import type { TokenRow } from "./row";

interface TokenKey {
  readonly organizationId: string;
  readonly tokenId: string;
}

/** Gives a token scopes that `lockScopes` has found. */
export async function addGrants(tx: Tx, token: TokenKey, scopes: LockedScopes["scopes"]): Promise<void> {
  if (scopes.length === 0) return;
  await tx.tokenGrant.createMany({ data: scopes.map((scope) => ({ ...token, ...scope })), skipDuplicates: true });
}

/** Takes all scopes from a token except these. */
export async function removeOtherGrants(tx: Tx, token: TokenKey, kept: LockedScopes["scopes"]): Promise<void> {
  await tx.tokenGrant.deleteMany({ where: { ...token, scopeId: { notIn: kept.map(({ scopeId }) => scopeId) } } });
}

/** The scopes of a token for the audit log: names by the API's identifier. */
export function factsOfGrants({ grants }: Pick<TokenRow, "grants">): Record<string, readonly string[]> {
  return Object.fromEntries(grants.map(({ api, scopes }) => [api, scopes]));
}
