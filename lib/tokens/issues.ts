import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import type { Permission } from "../access/authorization/permissions";
import { inRevokingTransaction } from "../access/token-cache/revoking-transaction";
import { lockScopes } from "../apis/grants";
import { appendAudit } from "../audit/append";
import { db, type Tx } from "../platform/db";
import { expectRow } from "../platform/db/transaction";
import { completeForm, type FormUse } from "../platform/idempotency/form";
import { fail, type Result } from "../platform/result/result";
import type { GrantedToken } from "./dto";
import { lockToChange } from "./lock";
import { findTokenRow } from "./queries";
import { actOf, again, claimChange } from "./repeats";
import { toTokenDto, type TokenRow } from "./row";
import type { IssueTokenInput, SetIssuesInput } from "./schema";

type WantedIssues = SetIssuesInput["issues"];

interface LockedIssue {
  readonly apiId: string;
  readonly allScopes: boolean;
  readonly scopeIds: string[];
}

/** Fails with `invalid_input` unless an Issuer names its APIs and has no scopes of its own, and others name none. */
export function requireIssues(permissions: readonly Permission[], { issues, grants }: IssueTokenInput): Result {
  const isIssuer = permissions.includes("issuer");
  if (isIssuer && issues === undefined) return invalid("issues", "Name the APIs whose scopes it gives to tokens.");
  if (isIssuer && grants !== undefined && grants.length > 0)
    return invalid("grants", "An Issuer has no scopes of its own.");
  return isIssuer || issues === undefined ? { ok: true } : invalid("issues", "Only an Issuer names APIs here.");
}

const invalid = (field: string, text: string) => fail("invalid_input", { field, fields: { [field]: text } });

/** What an Issuer gives to tokens, with the APIs locked. */
export interface LockedIssues {
  readonly issues: readonly LockedIssue[];
}

/** Finds the APIs and scopes that an Issuer names, and locks them as `lockScopes` does. */
export async function lockIssues(tx: Tx, organizationId: string, wanted: WantedIssues): Promise<Result<LockedIssues>> {
  const grants = wanted.map(({ api, scopes = [] }) => ({ api, scopes }));
  const locked = await lockScopes(tx, organizationId, grants, "issues");
  if (!locked.ok) return locked;
  const issues = wanted.map(({ api, scopes }) => {
    const apiId = locked.apis.find(({ identifier }) => identifier === api)?.id ?? "";
    const named = locked.scopes.filter((scope) => scope.apiId === apiId).map(({ scopeId }) => scopeId);
    return { apiId, allScopes: scopes === undefined, scopeIds: named };
  });
  return { ok: true, issues };
}

/** Writes what an Issuer gives to tokens, in place of what it gave. */
export async function replaceIssues(
  tx: Tx,
  token: { readonly organizationId: string; readonly tokenId: string },
  issues: readonly LockedIssue[],
): Promise<void> {
  await tx.tokenIssue.deleteMany({ where: token });
  if (issues.length > 0) await tx.tokenIssue.createMany({ data: issues.map((issue) => ({ ...token, ...issue })) });
}

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
  const act = actOf(form, input);
  const { organizationId } = actor;
  if (!(await findTokenRow(db(), organizationId, input.tokenId))) return fail("not_found");
  const decision = decide(actor, "issuer.write", { organizationId, spaceId: null });
  if (!decision.ok) return decision;
  return inRevokingTransaction(async (tx, publishInvalidation) => {
    const done = await claimChange(tx, act);
    if (done !== null) return again(tx, actor, input.tokenId, {});
    const locked = await lockToChange(tx, actor, input);
    if (!locked.ok) return locked;
    const { row } = locked;
    if (row.issues === null) return invalid("issues", "Only an Issuer names APIs here.");
    const wanted = await lockIssues(tx, row.organizationId, input.issues);
    if (!wanted.ok) return wanted;
    await replaceIssues(tx, { organizationId: row.organizationId, tokenId: row.id }, wanted.issues);
    await tx.apiToken.update({ where: { id: row.id }, data: { version: { increment: 1 } } });
    await publishInvalidation({ organizationId: row.organizationId, tokenIds: [row.id] });
    const changed = expectRow(await findTokenRow(tx, row.organizationId, row.id), "token");
    await completeForm(tx, act, {});
    await appendAudit(tx, {
      chain: row.organizationId,
      actor,
      action: "token.issues_set",
      resource: { kind: "token", id: row.id },
      message: `Set what API token “${row.name}” issues`,
      change: { issues: { from: factsOfIssues(row), to: factsOfIssues(changed) } },
    });
    return { ok: true, token: toTokenDto(changed) };
  });
}
