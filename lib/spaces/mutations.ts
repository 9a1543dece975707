import { appendAudit, hasWhatItHad, type AuditEntry } from "../audit/append";
import { differences } from "../audit/differences";
import { inRevokingTransaction } from "../access/token-cache/revoking-transaction";
import { spaceOf, type Actor, type TokenActor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import type { Action } from "../access/authorization/permissions";
import { db, type Tx } from "../platform/db";
import { isUniqueViolation } from "../platform/db/errors";
import { queueLongWork } from "../platform/db/long-work";
import { expectRow, inTransaction, LONG_LIMITS } from "../platform/db/transaction";
import { generateId } from "./generated-id";
import { requireLiveOrganization } from "../access/authorization/require-organization";
import { requireConfirmation } from "../organizations/policy";
import { fail, requireVersion, type Result } from "../platform/result/result";
import { recordRevocations } from "../revocations/feed";
import type { FullSpaceDto, SpaceContents } from "./dto";
import { authorizeIn } from "../access/authorization/require-space-access";
import { countContents, findSpaceRow } from "./queries";
import { toFullDto, type SpaceRow } from "./row";
import type { CreateSpaceInput, DeleteSpaceInput, UpdateSpaceInput } from "./schema";
import { spaceSettingsSchema } from "./settings";

/** How many generated ids are tried before giving up. */
const ATTEMPTS = 5;

/**
 * Creates a space. Ids are global: a taken id fails with `id_taken`, also if another organization has it. Fails with
 * `insufficient_scope`, and with `not_found` if the organization was deleted concurrently.
 */
export async function createSpace(actor: Actor, input: CreateSpaceInput): Promise<Result<{ space: FullSpaceDto }>> {
  const decision = decide(actor, "space.create", { organizationId: actor.organizationId, spaceId: null });
  if (!decision.ok) return decision;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction((tx) => insert(tx, actor, { ...input, id: input.id ?? generateId() }));
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      if (input.id !== undefined) return fail("id_taken", { field: "id" });
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

async function insert(
  tx: Tx,
  actor: Actor,
  input: CreateSpaceInput & { id: string },
): Promise<Result<{ space: FullSpaceDto }>> {
  const live = await requireLiveOrganization(tx, actor.organizationId);
  if (!live.ok) return live;
  const { id, name, description, annotations, tags, contacts } = input;
  const settings = input.settings ?? spaceSettingsSchema.parse({});
  await tx.space.create({
    data: { id, organizationId: actor.organizationId, name, description, settings, annotations, tags, contacts },
  });
  const row = expectRow(await findSpaceRow(tx, actor.organizationId, id), "space");
  await audit(tx, actor, id, { action: "space.created", message: `Created space “${name}”`, change: { id, name } });
  return { ok: true, space: toFullDto(row) };
}

/** Changes the given fields of a space. Fails with `not_found`, `insufficient_scope`, `stale`. */
export async function updateSpace(actor: Actor, input: UpdateSpaceInput): Promise<Result<{ space: FullSpaceDto }>> {
  return inTransaction(async (tx) => {
    const locked = await lockSpace(tx, actor, "space.update", input.spaceId);
    if (!locked.ok) return locked;
    const { row } = locked;
    const { spaceId, version, ...given } = input;
    const seen = requireVersion(row, version);
    if (!seen.ok) return seen;
    await tx.space.update({ where: { id: spaceId }, data: { ...given, version: { increment: 1 } } });
    const changed = expectRow(await findSpaceRow(tx, actor.organizationId, spaceId), "space");
    await audit(tx, actor, spaceId, {
      action: "space.updated",
      message: `Edited space “${changed.name}”`,
      change: differences(factsOf(row), factsOf(changed)),
    });
    return { ok: true, space: toFullDto(changed) };
  });
}

/**
 * Deletes a space with everything in it; its tokens stop working at once. Fails with `not_found`, `insufficient_scope`,
 * `stale`, `invalid_input` if the typed name does not match, and `unavailable` if too many deletions are waiting.
 */
export async function deleteSpace(
  actor: Actor,
  { spaceId, version, confirmName }: DeleteSpaceInput,
): Promise<Result<{ contents: SpaceContents }>> {
  const decision = await authorizeIn(db(), actor, "space.delete", spaceId);
  if (!decision.ok) return decision;
  return queueLongWork({ organizationId: actor.organizationId }, () =>
    deleteNow(actor, { spaceId, version, confirmName }),
  );
}

function deleteNow(actor: Actor, { spaceId, version, confirmName }: DeleteSpaceInput) {
  return inRevokingTransaction<{ contents: SpaceContents }>(async (tx, publishInvalidation) => {
    const locked = await lockSpace(tx, actor, "space.delete", spaceId);
    if (!locked.ok) return locked;
    const { name } = locked.row;
    const seen = requireVersion(locked.row, version);
    if (!seen.ok) return seen;
    const confirmed = requireConfirmation(confirmName, name);
    if (!confirmed.ok) return confirmed;
    const endsWithIt = actor.kind === "token" && spaceOf(actor.spaceAccess) === spaceId;
    if (endsWithIt && !(await lockActor(tx, actor))) return fail("unauthenticated");
    const contents = await countContents(tx, actor.organizationId, spaceId);
    const tokens = await tx.apiToken.findMany({
      where: { organizationId: actor.organizationId, spaceId, revokedAt: null },
      select: { id: true },
    });
    await tx.space.delete({ where: { id: spaceId } });
    publishInvalidation({ organizationId: actor.organizationId });
    const sequence = await audit(tx, actor, spaceId, {
      action: "space.deleted",
      message: `Deleted space “${name}” with all that was in it`,
      change: { name, ...contents },
      actorMayHaveEnded: endsWithIt,
    });
    await recordRevocations(
      tx,
      actor.organizationId,
      sequence,
      tokens.map((token) => token.id),
    );
    return { ok: true, contents };
  }, LONG_LIMITS);
}

/** Locks the row of a token that is about to be deleted with its space. False if it was revoked or narrowed. */
async function lockActor(tx: Tx, actor: TokenActor): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "ApiToken" WHERE "organizationId" = ${actor.organizationId} AND "id" = ${actor.tokenId}::uuid
      AND ${hasWhatItHad(actor)} FOR UPDATE`;
  return rows.length > 0;
}

async function lockSpace(tx: Tx, actor: Actor, action: Action, spaceId: string): Promise<Result<{ row: SpaceRow }>> {
  const decision = await authorizeIn(tx, actor, action, spaceId);
  if (!decision.ok) return decision;
  await tx.$queryRaw`SELECT 1 FROM "Space" WHERE "organizationId" = ${actor.organizationId} AND "id" = ${spaceId}
    FOR UPDATE`;
  const row = await findSpaceRow(tx, actor.organizationId, spaceId);
  return row ? { ok: true, row } : fail("not_found");
}

/** The editable fields, for the audit log. */
function factsOf(row: SpaceRow) {
  const { name, description, settings, annotations, tags, contacts } = toFullDto(row);
  return {
    name,
    description,
    settings,
    annotations: pairs(annotations),
    tags: pairs(tags),
    contacts: contacts.map((contact) => ({ ...contact })),
  };
}

const pairs = (given: FullSpaceDto["tags"]) => given.map((pair) => ({ ...pair }));

async function audit(
  tx: Tx,
  actor: Actor,
  spaceId: string,
  event: Pick<AuditEntry, "action" | "message" | "change" | "actorMayHaveEnded">,
): Promise<bigint> {
  return appendAudit(tx, {
    chain: actor.organizationId,
    actor,
    resource: { kind: "space", id: spaceId },
    spaceId,
    ...event,
  });
}
