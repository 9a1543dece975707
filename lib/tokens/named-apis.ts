import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import type { Action } from "../access/authorization/permissions";
import { inRevokingTransaction } from "../access/token-cache/revoking-transaction";
import { lockScopes } from "../apis/grants";
import type { Json } from "../audit/canonical";
import { db, type Tx } from "../platform/db";
import { expectRow, LONG_LIMITS } from "../platform/db/transaction";
import { completeForm, type FormAct } from "../platform/idempotency/form";
import { fail, type Failure, type Result } from "../platform/result/result";
import { appendTokenEvent, namedTokens } from "./event";
import type { GrantedToken } from "./dto";
import { lockToChange } from "./lock";
import { findTokenRow } from "./queries";
import { again, claimChange } from "./repeats";
import { toTokenDto, type TokenRow } from "./row";

/** An API that a token is to name, by its identifier, with some of its scopes or all. */
export interface WantedApi {
  readonly api: string;
  readonly scopes?: readonly string[] | undefined;
}

/** An API that a token names, as its row says. */
export interface LockedApi {
  readonly apiId: string;
  readonly allScopes: boolean;
  readonly scopeIds: string[];
}

type Field = "issues" | "verifies";

/** A failure of the field in which a token names APIs. */
export const invalid = (field: string, text: string): Failure =>
  fail("invalid_input", { field, fields: { [field]: text } });

/** Finds the APIs and scopes that a token names, and locks them as `lockScopes` does. */
export async function lockNamedApis(
  tx: Tx,
  organizationId: string,
  wanted: readonly WantedApi[],
  field: Field,
): Promise<Result<{ named: readonly LockedApi[] }>> {
  const grants = wanted.map(({ api, scopes = [] }) => ({ api, scopes }));
  const locked = await lockScopes(tx, organizationId, grants, field);
  if (!locked.ok) return locked;
  const named = wanted.map(({ api, scopes }) => {
    const apiId = locked.apis.find(({ identifier }) => identifier === api)?.id ?? "";
    const chosen = locked.scopes.filter((scope) => scope.apiId === apiId).map(({ scopeId }) => scopeId);
    return { apiId, allScopes: scopes === undefined, scopeIds: chosen };
  });
  return { ok: true, named };
}

interface TokenKey {
  readonly organizationId: string;
  readonly tokenId: string;
}

/** Writes the APIs that a new token names. */
export async function addNamedApis(tx: Tx, token: TokenKey, named: readonly LockedApi[]): Promise<void> {
  if (named.length > 0) await tx.tokenIssue.createMany({ data: named.map((api) => ({ ...token, ...api })) });
}

/** Writes the APIs that a token names, in place of those that it named. */
async function replaceNamedApis(tx: Tx, token: TokenKey, named: readonly LockedApi[]): Promise<void> {
  await tx.tokenIssue.deleteMany({ where: token });
  await addNamedApis(tx, token, named);
}

/** A change of the APIs that a token names. */
interface NamingChange {
  readonly seen: { readonly tokenId: string; readonly version: number | null };
  /** The form that asks for it; a repeat changes nothing. */
  readonly act: FormAct | undefined;
  readonly field: Field;
  readonly wanted: readonly WantedApi[];
  /** What the actor needs for the organization. */
  readonly needs: Action;
  /** Whether the token may name these APIs. */
  readonly may: (tx: Tx, row: TokenRow, named: readonly LockedApi[]) => Result | Promise<Result>;
  /** Changes what else depends on them. Returns the ids of other tokens that changed. */
  readonly follow: (tx: Tx, row: TokenRow, named: readonly LockedApi[]) => Promise<readonly string[]>;
  readonly event: {
    readonly action: string;
    readonly message: (name: string) => string;
    readonly facts: (row: TokenRow) => Json;
  };
}

/** Changes the APIs that a token names, with the audit event. Fails as `lockToChange`, `lockScopes` and `may` do. */
export async function changeNamedApis(actor: Actor, change: NamingChange): Promise<Result<GrantedToken>> {
  const { seen, field, wanted, event } = change;
  const { organizationId } = actor;
  if (!(await findTokenRow(db(), organizationId, seen.tokenId))) return fail("not_found");
  const decision = decide(actor, change.needs, { organizationId, spaceId: null });
  if (!decision.ok) return decision;
  return inRevokingTransaction(async (tx, publishInvalidation) => {
    const done = await claimChange(tx, change.act);
    if (done !== null) return again(tx, actor, seen.tokenId, {});
    const locked = await lockToChange(tx, actor, seen);
    if (!locked.ok) return locked;
    const { row } = locked;
    const found = await lockNamedApis(tx, organizationId, wanted, field);
    if (!found.ok) return found;
    const may = await change.may(tx, row, found.named);
    if (!may.ok) return may;
    await replaceNamedApis(tx, { organizationId, tokenId: row.id }, found.named);
    await tx.apiToken.update({ where: { id: row.id }, data: { version: { increment: 1 } } });
    const also = await change.follow(tx, row, found.named);
    publishInvalidation({ organizationId, tokenIds: [row.id, ...also] });
    const changed = expectRow(await findTokenRow(tx, organizationId, row.id), "token");
    await completeForm(tx, change.act, {});
    await appendTokenEvent(tx, locked.actor, row, {
      action: event.action,
      message: event.message(row.name),
      change: {
        [field]: { from: event.facts(row), to: event.facts(changed) },
        ...(also.length > 0 ? namedTokens("alsoNarrowed", also) : {}),
      },
    });
    return { ok: true, token: toTokenDto(changed) };
  }, LONG_LIMITS);
}
