import { isIssuer, toSpaceAccess, type Actor } from "../access/authorization/actor";
import { mayGrant, mayIssue } from "../access/authorization/granting";
import type { Permission } from "../access/authorization/permissions";
import { authorizeIn, lockSpaceForShare } from "../access/authorization/require-space-access";
import { digestOfSecret } from "../access/credentials/token-digest";
import { generateToken, hintOf } from "../access/credentials/token-format";
import type { Limits } from "../access/limits/schema";
import { factsOfLimits, isLimiting } from "../access/limits/stored";
import { lockScopes, type LockedScopes } from "../apis/grants";
import { db, type Tx } from "../platform/db";
import { expectRow, inTransaction } from "../platform/db/transaction";
import { completeForm, type FormAct, type FormUse } from "../platform/idempotency/form";
import type { Result } from "../platform/result/result";
import { Secret } from "../platform/secret";
import { uuidv7 } from "../platform/uuid";
import { appendTokenEvent } from "./event";
import type { TokenDto } from "./dto";
import { resolveExpiration, withDefaultsOf } from "./expiration";
import { factsOfGrants } from "./grant-rows";
import { lockLiveParent, mapNameConflict, requireHolding, requirePolicy, type LiveParent } from "./guards";
import { resolveLimits } from "./limiting";
import { factsOfIssues, requireIssues } from "./issues";
import { addNamedApis, lockNamedApis, type LockedApi } from "./named-apis";
import { prefixFor } from "./prefix";
import { findTokenRow } from "./queries";
import { actOf, refuseRepeat, type SecretOutcome } from "./repeats";
import { factsOf, toTokenDto, type TokenRow } from "./row";
import type { IssueTokenInput } from "./schema";
import { mayAttach, resolveSubject } from "./subject";
import { factsOfVerifies, resolveVerifies } from "./verifies";

/**
 * Creates a token. The secret is only in this result and is not stored. Fails with `not_found` (space),
 * `insufficient_scope`, `permission_not_grantable`, `exceeds_parent`, `expiration_required`, `expiration_too_late`,
 * `invalid_input`, `name_taken`, and for a repeat of `form` `secret_already_shown`.
 */
export async function issueToken(
  actor: Actor,
  input: IssueTokenInput,
  form?: FormUse,
): Promise<Result<{ token: TokenDto; secret: Secret }>> {
  // What an Issuer may make is decided in the transaction, by what it issues then.
  const decision: Result = isIssuer(actor)
    ? { ok: true }
    : await authorizeIn(db(), actor, "token.write", input.spaceId);
  if (!decision.ok) return decision;
  return mapNameConflict(inTransaction((tx) => insertToken(tx, actor, input, actOf(form, input))));
}

async function insertToken(
  tx: Tx,
  actor: Actor,
  input: IssueTokenInput,
  act: FormAct | undefined,
): Promise<Result<{ token: TokenDto; secret: Secret }>> {
  const repeat = await refuseRepeat(tx, act);
  if (repeat) return repeat;
  const plan = await planToken(tx, actor, input);
  if (!plan.ok) return plan;
  const secret = new Secret(generateToken(prefixFor(plan.permissions, plan.apis)));
  const row = await storeToken(tx, actor, input, plan, secret);
  await completeForm(tx, act, { tokenId: row.id, name: row.name } satisfies SecretOutcome);
  await auditCreation(tx, plan.creator, row);
  return { ok: true, token: toTokenDto(row), secret };
}

/** What a new token will be besides its name, description and metadata. */
interface TokenPlan extends LiveParent, LockedScopes {
  /** For an Issuer, the APIs whose scopes it gives to tokens. */
  readonly issues: readonly LockedApi[];
  /** The APIs that it is bound to; null if it is not bound. */
  readonly bound: readonly LockedApi[] | null;
  readonly limits: Limits;
  readonly now: Date;
  readonly permissions: readonly Permission[];
  readonly expiresAt: Date | null;
}

/** Decides whether the actor may create this token, and locks all that the decision depends on. */
async function planToken(tx: Tx, actor: Actor, input: IssueTokenInput): Promise<Result<TokenPlan>> {
  const policy = await requirePolicy(tx, actor);
  if (!policy.ok) return policy;
  const { now } = policy;
  const place = input.spaceId === null ? policy : await lockSpaceForShare(tx, actor.organizationId, input.spaceId);
  if (!place.ok) return place;
  const parent = await lockLiveParent(tx, actor, now);
  if (!parent.ok) return parent;
  const held = await planHolding(tx, actor, input, parent);
  if (!held.ok) return held;
  const bounds = withDefaultsOf(policy, held.apis, held.permissions.length > 0);
  const { creator, lifetimeFrom } = parent;
  const expiration = resolveExpiration(input.expiration, creator, bounds, { now, lifetimeFrom });
  if (!expiration.ok) return expiration;
  const limited = resolveLimits(input.limits, held.apis);
  if (!limited.ok) return limited;
  const named = await planNamedApis(tx, actor, input, { ...parent, ...held });
  if (!named.ok) return named;
  const forWhom = await resolveSubject(tx, actor, input.subject, parent.subject);
  if (!forWhom.ok) return forWhom;
  const attached = mayAttach(actor, input.metadata);
  if (!attached.ok) return attached;
  const { limits } = limited;
  const { expiresAt } = expiration;
  return { ...parent, ...held, ...named, limits, now, expiresAt, subject: forWhom.subject, ok: true };
}

/** The permissions and scopes of a new token. Without any of them it is a Viewer. */
async function planHolding(
  tx: Tx,
  actor: Actor,
  input: IssueTokenInput,
  { creator }: LiveParent,
): Promise<Result<LockedScopes & Pick<TokenPlan, "permissions">>> {
  const { grants = [] } = input;
  const permissions = input.permissions ?? (grants.length > 0 ? [] : ["viewer" as const]);
  const holding = { permissions, scopes: grants.length > 0 };
  const holds = requireHolding(holding, "permissions");
  if (!holds.ok) return holds;
  const issuable = mayIssue(creator, { permissions, grants });
  if (!issuable.ok) return issuable;
  const issues = requireIssues(permissions, input);
  if (!issues.ok) return issues;
  const grant = mayGrant(creator, toSpaceAccess(input.spaceId), holding);
  if (!grant.ok) return grant;
  const locked = await lockScopes(tx, actor.organizationId, grants);
  return locked.ok ? { ...locked, permissions } : locked;
}

/** The APIs that a new token names. An Issuer is never bound. */
async function planNamedApis(
  tx: Tx,
  { organizationId }: Actor,
  input: IssueTokenInput,
  { creator, permissions }: Pick<TokenPlan, "creator" | "permissions">,
): Promise<Result<Pick<TokenPlan, "issues" | "bound">>> {
  const issued = await lockNamedApis(tx, organizationId, input.issues ?? [], "issues");
  if (!issued.ok) return issued;
  const verified = await resolveVerifies(tx, creator, permissions, input);
  return verified.ok ? { ...verified, issues: issued.named } : verified;
}

/** Writes the token, its secret and its scopes by one statement: creation is what customers' keys wait for. */
async function storeToken(
  tx: Tx,
  actor: Actor,
  input: IssueTokenInput,
  plan: TokenPlan,
  secret: Secret,
): Promise<TokenRow> {
  const { organizationId } = actor;
  const { now, parentId, scopes } = plan;
  const hint = hintOf(secret.reveal());
  const id = uuidv7();
  const own = { organizationId, tokenId: id };
  const { description = "", metadata = {} } = input;
  await tx.$executeRaw`/* prepared as store-token */
    WITH "token" AS (
      INSERT INTO "ApiToken" ("id", "organizationId", "name", "description", "metadata", "spaceId", "permissions",
        "boundToApis", "limits", "subject", "hint", "expiresAt", "parentId", "issuedById", "createdById",
        "createdByName", "createdAt", "updatedAt", "lifetimeFrom")
      VALUES (${id}::uuid, ${organizationId}, ${input.name}, ${description}, ${textOrNull(metadata)}::jsonb,
        ${input.spaceId}, ${[...plan.permissions]}::text[]::"Permission"[], ${plan.bound !== null},
        ${textOrNull(plan.limits)}::jsonb, ${plan.subject}, ${hint}, ${plan.expiresAt}::timestamptz, ${parentId}::uuid,
        ${actor.kind === "token" && isIssuer(plan.creator) ? actor.tokenId : null}::uuid,
        ${actor.kind === "user" ? actor.userId : null}::uuid, ${actor.name}, ${now}::timestamptz, ${now}::timestamptz,
        ${parentId === null ? null : plan.lifetimeFrom}::timestamptz)
    ), "secret" AS (
      INSERT INTO "TokenSecret" ("organizationId", "tokenId", "digest", "hint", "createdAt")
      VALUES (${organizationId}, ${id}::uuid, ${digestOfSecret(secret)}, ${hint}, ${now}::timestamptz)
    )
    INSERT INTO "TokenGrant" ("organizationId", "tokenId", "apiId", "scopeId")
    SELECT ${organizationId}, ${id}::uuid, *
    FROM unnest(${scopes.map(({ apiId }) => apiId)}::uuid[], ${scopes.map(({ scopeId }) => scopeId)}::uuid[])
    ON CONFLICT DO NOTHING`;
  await addNamedApis(tx, own, [...plan.issues, ...(plan.bound ?? [])]);
  return expectRow(await findTokenRow(tx, organizationId, id), "token");
}

/** The JSON column's value of an object: null for an empty one. */
const textOrNull = (object: object) => {
  const text = JSON.stringify(object);
  return text === "{}" ? null : text;
};

async function auditCreation(tx: Tx, actor: Actor, row: TokenRow): Promise<void> {
  await appendTokenEvent(tx, actor, row, {
    action: "token.created",
    message: `Created API token “${row.name}”`,
    change: {
      ...factsOf(row),
      hint: row.hint,
      permissions: row.permissions,
      ...(row.grants.length > 0 ? { grants: factsOfGrants(row) } : {}),
      ...(row.issues === null ? {} : { issues: factsOfIssues(row) }),
      ...(row.verifies === null ? {} : { verifies: factsOfVerifies(row) }),
      ...(isLimiting(row.limits) ? { limits: factsOfLimits(row.limits) } : {}),
      space: row.spaceId,
    },
  });
}
