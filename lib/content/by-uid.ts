import { spaceAccessOf, spaceOf, type Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { db } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";
import { fail, type Result } from "../platform/result/result";
import type { ContentDto } from "./dto";
import type { ContentKindFacts } from "./kind";
import type { UidInSpace } from "./queries";
import { rowsOf, toContentDto, type ContentRow } from "./row";

/** The action that a look-up is for, and its space. */
export interface LookUpPurpose {
  readonly to: "read" | "write";
  /** The space whose assignments are returned. Default: the actor's space, if it is limited to one. */
  readonly inSpace?: string | null | undefined;
}

/**
 * Finds content by uids, in the given order. Returns all of them, or fails for the first one that is missing
 * (`not_found`) or not allowed (`not_found`, `insufficient_scope`), like a look-up by id. One statement.
 */
export async function requireByUids(
  kind: ContentKindFacts,
  actor: Actor,
  wanted: readonly UidInSpace[],
  { to, inSpace = spaceOf(spaceAccessOf(actor)) }: LookUpPurpose,
): Promise<Result<{ items: ContentDto[] }>> {
  const rows = await db().$queryRaw<
    ContentRow[]
  >(Prisma.sql`SELECT r.* FROM (${rowsOf(kind, inSpace)} WHERE c."organizationId" = ${actor.organizationId}) r
    JOIN unnest(${wanted.map((one) => one.spaceId ?? "")}::text[],
      ${wanted.map((one) => one.uid)}::text[]) AS w("spaceId", "uid")
      ON COALESCE(r."spaceId", '') = w."spaceId" AND r."uid" = w."uid"`);
  const found = new Map(rows.map((row) => [keyOf(row), row]));
  const items: ContentDto[] = [];
  for (const one of wanted) {
    const row = found.get(keyOf(one));
    if (!row) return fail("not_found");
    const decision = decide(actor, kind[to], { organizationId: row.organizationId, spaceId: row.spaceId });
    if (!decision.ok) return decision;
    items.push(toContentDto(row));
  }
  return { ok: true, items };
}

const keyOf = ({ spaceId, uid }: UidInSpace): string => `${spaceId ?? ""}/${uid}`;
