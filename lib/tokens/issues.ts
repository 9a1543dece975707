import type { Actor } from "../access/authorization/actor";
import type { Permission } from "../access/authorization/permissions";
import { actOf, type FormUse } from "../platform/idempotency/form";
import type { Result } from "../platform/result/result";
import type { GrantedToken } from "./dto";
import { changeNamedApis, invalid } from "./named-apis";
import type { TokenRow } from "./row";
import type { IssueTokenInput, SetIssuesInput } from "./schema";

/** Fails with `invalid_input` unless an Issuer names its APIs and has no scopes of its own, and others name none. */
export function requireIssues(permissions: readonly Permission[], { issues, grants }: IssueTokenInput): Result {
  const isIssuer = permissions.includes("issuer");
  if (isIssuer && issues === undefined) return invalid("issues", "Name the APIs whose scopes it gives to tokens.");
  if (isIssuer && grants !== undefined && grants.length > 0)
    return invalid("grants", "An Issuer has no scopes of its own.");
  return isIssuer || issues === undefined ? { ok: true } : invalid("issues", NO_ISSUER);
}

const NO_ISSUER = "Only an Issuer names APIs here.";

/** What an Issuer gives to tokens, for the audit log: scopes by the API's identifier, `*` for all. */
export function factsOfIssues({ issues }: Pick<TokenRow, "issues">): Record<string, readonly string[]> {
  return Object.fromEntries((issues ?? []).map(({ api, scopes }) => [api, scopes ?? ["*"]]));
}

/**
 * Changes whose scopes an Issuer gives to tokens. Owners only. Tokens that it made stay as they are. A repeat of `form`
 * with the same input changes nothing and gets the same answer. Fails with `not_found`, `insufficient_scope`,
 * `permission_not_grantable`, `stale`, `already_revoked`, and `invalid_input` for a token that is no Issuer, or an
 * unknown API or scope.
 */
export async function setIssues(actor: Actor, input: SetIssuesInput, form?: FormUse): Promise<Result<GrantedToken>> {
  return changeNamedApis(actor, {
    seen: input,
    act: actOf(form, input),
    field: "issues",
    wanted: input.issues,
    needs: "issuer.write",
    may: (_, row) => (row.issues === null ? invalid("issues", NO_ISSUER) : { ok: true }),
    follow: () => Promise.resolve([]),
    event: {
      action: "token.issues_set",
      message: (name) => `Set what API token “${name}” issues`,
      facts: factsOfIssues,
    },
  });
}
