import type { TokenActor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import type { TokenRecord } from "../access/token-cache/token-record";

/**
 * What a Verifier sees of a token; null if that is nothing. A bound one sees the scopes of its APIs only, and no token
 * without one: its permissions and its space concern Latchkey's own API.
 */
export function seenBy(verifier: TokenActor, record: TokenRecord): TokenRecord | null {
  if (!decide(verifier, "token.verify", record).ok) return null;
  const { verifies } = verifier;
  if (!verifies) return record;
  const grants = record.grants.filter(({ apiId }) => verifies.some((bound) => bound.apiId === apiId));
  return grants.length === 0 ? null : { ...record, grants, permissions: [], spaceId: null };
}

/** What a question names of what it is about. */
interface Question {
  /** The identifier of an API. */
  readonly api?: string | undefined;
  /** Permissions and spaces are of Latchkey's own API. */
  readonly permission?: string | undefined;
  readonly space?: string | undefined;
}

/**
 * The API that a question is about, by its identifier: the one that it names, or else the only one that the Verifier
 * was bound to, or else Latchkey's own, which is null. Undefined if the Verifier is bound to others.
 */
export function askedApi(
  { verifies, boundToOne }: TokenActor,
  { api, permission, space }: Question,
  issuer: string,
): string | null | undefined {
  const [only] = verifies ?? [];
  const implied = only && boundToOne && permission === undefined && space === undefined ? only.api : null;
  const asked = api === issuer ? null : (api ?? implied);
  return !verifies || verifies.some((bound) => bound.api === asked) ? asked : undefined;
}
