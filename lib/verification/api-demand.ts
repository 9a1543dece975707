import type { ApiGrant, TokenRecord } from "../access/token-cache/token-record";
import { scopeName } from "../apis/schema";
import { MAX_SCOPES } from "../apis/limits";
import { z } from "../platform/validation/zod";

/** Scopes with spaces between (RFC 6749 section 3.3). */
export const scopeListSchema = z
  .string()
  .transform((text) => text.split(" ").filter(Boolean))
  .pipe(z.array(scopeName).min(1, "Name at least one scope.").max(MAX_SCOPES));

/** What a token has of one of its organization's APIs, by the API's identifier; null if it has no scope of it. */
export function grantOf({ grants }: TokenRecord, api: string): ApiGrant | null {
  return grants.find((grant) => grant.api === api) ?? null;
}

/** Whether a grant has all of these scopes. */
export function hasScopes({ scopes }: ApiGrant, demanded: readonly string[]): boolean {
  return demanded.every((scope) => scopes.has(scope));
}
