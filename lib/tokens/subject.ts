import { spaceAccessOf, type Actor } from "../access/authorization/actor";
import { maySetSubject } from "../access/authorization/granting";
import type { Tx } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";
import { fail, type Result } from "../platform/result/result";
import { id as idSchema } from "../platform/validation/fields";
import type { Metadata } from "./metadata";

/**
 * The subject of a new child of a token with `parentSubject`, or of a changed one: the parent's if it has one. Fails
 * with `exceeds_parent` for another one, and with `invalid_input` for the id of a token, because verifiers get the
 * subject in place of that.
 */
export async function resolveSubject(
  tx: Tx,
  actor: Actor,
  chosen: string | null | undefined,
  parentSubject: string | null,
): Promise<Result<{ subject: string | null }>> {
  if (chosen === undefined || chosen === parentSubject) return { ok: true, subject: parentSubject };
  const may = maySetSubject(actor);
  if (!may.ok) return may;
  if (parentSubject !== null) return fail("exceeds_parent", { field: "subject" });
  if (chosen !== null && (await isTokenId(tx, actor.organizationId, chosen)))
    return fail("invalid_input", { field: "subject", fields: { subject: "This is the id of a token." } });
  return { ok: true, subject: chosen };
}

async function isTokenId(tx: Tx, organizationId: string, text: string): Promise<boolean> {
  if (!idSchema.safeParse(text).success) return false;
  return (await tx.apiToken.count({ where: { organizationId, id: text } })) > 0;
}

/** Whether the actor may set metadata: as for a subject. */
export function mayAttach(actor: Actor, metadata: Metadata | undefined): Result {
  return metadata === undefined || spaceAccessOf(actor).kind === "organization" ? { ok: true } : maySetSubject(actor);
}

/** The column's value of some metadata: null for an empty object. */
export function toColumn(metadata: Metadata): Prisma.InputJsonValue | typeof Prisma.DbNull {
  return Object.keys(metadata).length === 0 ? Prisma.DbNull : metadata;
}
