import { bindingOf, isIssuer, isWithinBinding, type Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { mayBind } from "../access/authorization/granting";
import type { Permission } from "../access/authorization/permissions";
import type { Tx } from "../platform/db";
import { actOf, type FormUse } from "../platform/idempotency/form";
import { fail, type Result } from "../platform/result/result";
import { bindDescendants } from "./descendants";
import type { GrantedToken } from "./dto";
import { findParent, requireWithinParentBinding } from "./guards";
import { changeNamedApis, invalid, lockNamedApis, type LockedApi } from "./named-apis";
import type { TokenRow } from "./row";
import type { IssueTokenInput, SetVerifiesInput } from "./schema";

const NO_VERIFIER = "Only a Verifier is bound to APIs.";
const toWanted = (api: string) => ({ api });

/**
 * The APIs that a new token is bound to; null if it is not bound. A child of a bound token is bound too, whatever its
 * permissions, so that its own children are. Fails with `invalid_input` for what is no Verifier and for an unknown API,
 * with `insufficient_scope`, and with `exceeds_parent` for more than the parent is bound to.
 */
export async function resolveVerifies(
  tx: Tx,
  creator: Actor,
  permissions: readonly Permission[],
  { verifies }: IssueTokenInput,
): Promise<Result<{ bound: readonly LockedApi[] | null }>> {
  const parents = isIssuer(creator) || permissions.includes("issuer") ? null : bindingOf(creator);
  if (verifies === undefined) {
    const inherited = parents?.map(({ apiId }) => ({ apiId, allScopes: true, scopeIds: [] }));
    return { ok: true, bound: inherited ?? null };
  }
  const bound = verifies === null ? UNBOUND : await lockBinding(tx, creator, permissions, verifies);
  if (!bound.ok) return bound;
  return isWithinBinding(parents, bound.bound) ? bound : fail("exceeds_parent", { field: "verifies" });
}

const UNBOUND = { ok: true, bound: null } as const;

async function lockBinding(
  tx: Tx,
  creator: Actor,
  permissions: readonly Permission[],
  verifies: readonly string[],
): Promise<Result<{ bound: readonly LockedApi[] }>> {
  if (!permissions.includes("verifier")) return invalid("verifies", NO_VERIFIER);
  const { organizationId } = creator;
  const decision = decide(creator, "verifier.write", { organizationId, spaceId: null });
  if (!decision.ok) return decision;
  const found = await lockNamedApis(tx, organizationId, verifies.map(toWanted), "verifies");
  return found.ok ? { ok: true, bound: found.named } : found;
}

/** The APIs that a token is bound to, for the audit log. */
export function factsOfVerifies({ verifies }: Pick<TokenRow, "verifies">): readonly string[] | null {
  return verifies?.map(({ api }) => api) ?? null;
}

/**
 * Fails with `invalid_input` if a bound Verifier were one no longer. A child of a bound token may cease to be a
 * Verifier, because its binding cannot be ended.
 */
export async function requireUnbound(tx: Tx, row: TokenRow, permissions: readonly Permission[]): Promise<Result> {
  const ceases = row.permissions.includes("verifier") && !permissions.includes("verifier");
  if (!ceases || row.verifies === null || (await findParent(tx, row))?.verifies) return { ok: true };
  return invalid("permissions", "As a Verifier it is bound to APIs. End that first.");
}

/**
 * Binds a Verifier to APIs, or with null to none. Owners only. Its descendants lose what it loses. A repeat of `form`
 * with the same input changes nothing and gets the same answer. Fails with `not_found`, `insufficient_scope`,
 * `permission_not_grantable`, `exceeds_parent`, `stale`, `already_revoked`, and `invalid_input` for a token that is no
 * Verifier, or an unknown API.
 */
export async function setVerifies(
  actor: Actor,
  input: SetVerifiesInput,
  form?: FormUse,
): Promise<Result<GrantedToken>> {
  const { verifies } = input;
  return changeNamedApis(actor, {
    seen: input,
    act: actOf(form, input),
    field: "verifies",
    wanted: (verifies ?? []).map(toWanted),
    needs: "verifier.write",
    may: (tx, row, named) => mayChange(tx, actor, row, verifies === null ? null : named),
    follow: async (tx, { organizationId, id }, named) => {
      await tx.apiToken.update({ where: { id }, data: { boundToApis: verifies !== null } });
      const apiIds = named.map(({ apiId }) => apiId);
      return verifies === null ? [] : bindDescendants(tx, organizationId, id, apiIds);
    },
    event: {
      action: "token.verifies_set",
      message: (name) => `Set which APIs API token “${name}” verifies`,
      facts: factsOfVerifies,
    },
  });
}

async function mayChange(tx: Tx, actor: Actor, row: TokenRow, binding: readonly LockedApi[] | null): Promise<Result> {
  if (!row.permissions.includes("verifier")) return invalid("verifies", NO_VERIFIER);
  const may = mayBind(actor, row.permissions, binding);
  return may.ok ? requireWithinParentBinding(tx, row, row.permissions, binding) : may;
}
