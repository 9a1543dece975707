import { appendAudit } from "../audit/append";
import type { Actor } from "../access/authorization/actor";
import type { Tx } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";
import { inTransaction } from "../platform/db/transaction";
import { fail, type Result } from "../platform/result/result";
import { authorizeIn, lockSpaceForShare } from "../access/authorization/require-space-access";
import type { ContentKindFacts } from "./kind";
import type { AssignInput, AssignmentAction, UnassignInput } from "./schema";

/** The assignment of a policy or a query pack in a space. */
export interface AssignmentDto {
  readonly id: string;
  readonly uid: string;
  readonly name: string;
  readonly action: AssignmentAction | null;
}

type Answer = Promise<Result<{ assignments: readonly AssignmentDto[] }>>;

interface Assignable {
  id: string;
  uid: string;
  name: string;
  action: AssignmentAction | null;
}

/**
 * Makes a space use (ACTIVE) or skip (IGNORE) its own or its organization's content. All or nothing. Fails with
 * `not_found`, `insufficient_scope`.
 */
export function assignContent(kind: ContentKindFacts, actor: Actor, { spaceId, ids, action }: AssignInput): Answer {
  return change(kind, actor, { spaceId, ids }, action, async (tx, wanted) => {
    await tx.$executeRaw(Prisma.sql`INSERT INTO ${kind.assignments} ("organizationId", "spaceId", ${kind.assigned},
      "action", "updatedAt")
      SELECT ${actor.organizationId}, ${spaceId}, u.id, ${action}::"AssignmentAction", now()
      FROM unnest(${wanted}::uuid[]) AS u(id)
      ON CONFLICT ("spaceId", ${kind.assigned}) DO UPDATE
      SET "action" = EXCLUDED."action", "updatedAt" = EXCLUDED."updatedAt"`);
  });
}

/** Removes a space's assignments of content. Content without an assignment is skipped. Fails like `assignContent`. */
export function unassignContent(kind: ContentKindFacts, actor: Actor, { spaceId, ids }: UnassignInput): Answer {
  return change(kind, actor, { spaceId, ids }, null, async (tx, wanted) => {
    await tx.$executeRaw(
      Prisma.sql`DELETE FROM ${kind.assignments}
        WHERE "organizationId" = ${actor.organizationId} AND "spaceId" = ${spaceId}
          AND ${kind.assigned} = ANY(${wanted}::uuid[])`,
    );
  });
}

async function change(
  kind: ContentKindFacts,
  actor: Actor,
  { spaceId, ids }: UnassignInput,
  to: AssignmentAction | null,
  write: (tx: Tx, ids: string[]) => Promise<void>,
): Answer {
  return inTransaction(async (tx) => {
    const decision = await authorizeIn(tx, actor, kind.write, spaceId);
    if (!decision.ok) return decision;
    const held = await lockSpaceForShare(tx, actor.organizationId, spaceId);
    if (!held.ok) return held;
    const wanted = [...new Set(ids)].sort();
    const found = await lockAssignable(tx, kind, actor.organizationId, spaceId, wanted);
    if (found.length < wanted.length) return fail("not_found");
    const different = found.filter(({ action }) => action !== to);
    if (different.length > 0) {
      await write(
        tx,
        different.map(({ id }) => id),
      );
      await audit(tx, kind, actor, spaceId, different, to);
    }
    return { ok: true, assignments: found.map((one) => ({ ...one, action: to })) };
  });
}

/** Locks those of the ids that the space may use, in the order of the ids. */
function lockAssignable(
  tx: Tx,
  { table, assignments, assigned }: ContentKindFacts,
  organizationId: string,
  spaceId: string,
  ids: string[],
): Promise<Assignable[]> {
  return tx.$queryRaw<Assignable[]>(Prisma.sql`SELECT c."id", c."uid", c."name", (
      SELECT a."action"::text FROM ${assignments} a
      WHERE a."organizationId" = c."organizationId" AND a."spaceId" = ${spaceId} AND a.${assigned} = c."id") AS "action"
    FROM ${table} c WHERE c."organizationId" = ${organizationId} AND (c."spaceId" IS NULL OR c."spaceId" = ${spaceId})
      AND c."id" = ANY(${ids}::uuid[])
    ORDER BY c."id" FOR KEY SHARE OF c`);
}

async function audit(
  tx: Tx,
  kind: ContentKindFacts,
  actor: Actor,
  spaceId: string,
  changed: readonly Assignable[],
  to: AssignmentAction | null,
): Promise<void> {
  const [first] = changed;
  const what = changed.length === 1 && first ? `${kind.noun} “${first.name}”` : `${changed.length} ${kind.plural}`;
  await appendAudit(tx, {
    chain: actor.organizationId,
    actor,
    action: `${kind.kind}.${to === null ? "unassigned" : "assigned"}`,
    resource: { kind: "space", id: spaceId },
    spaceId,
    message: to === null ? `Unassigned ${what}` : `Assigned ${what} as ${to}`,
    change: Object.fromEntries(changed.map(({ uid, action }) => [uid, { from: action, to }])),
  });
}
