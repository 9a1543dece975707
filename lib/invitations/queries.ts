import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { digestOfLink } from "../access/credentials/link-secret";
import { db, type Tx } from "../platform/db";
import { type Invitation, Prisma } from "../platform/db/generated/client";
import type { Page } from "../platform/paging/page";
import { readPage, type Key } from "../platform/paging/keyset";
import { isMember } from "../account/memberships";
import { fail, type Result } from "../platform/result/result";
import type { Secret } from "../platform/secret";
import { id as idSchema } from "../platform/validation/fields";
import type { InvitationDto, InvitationOffer } from "./dto";
import type { ListInvitationsInput } from "./schema";

export interface InvitationRow extends Pick<
  Invitation,
  "id" | "email" | "role" | "invitedByName" | "createdAt" | "expiresAt"
> {
  expired: boolean;
}

const COLUMNS = Prisma.sql`i."id", i."email", i."role"::text AS "role", i."invitedByName", i."createdAt", i."expiresAt",
  i."expiresAt" <= now() AS "expired"`;
const OPEN = Prisma.sql`i."acceptedAt" IS NULL AND i."revokedAt" IS NULL`;

/** Newest first: ids are UUIDv7 and sort by creation time. */
const KEYS: readonly Key[] = [{ sql: Prisma.sql`i."id"`, type: Prisma.sql`uuid`, value: idSchema }];

/**
 * A page of the invitations that were neither accepted nor withdrawn, including expired ones. Fails with
 * `insufficient_scope`.
 */
export async function listInvitations(
  actor: Actor,
  input: ListInvitationsInput,
): Promise<Result<{ page: Page<InvitationDto> }>> {
  const decision = decide(actor, "member.write", { organizationId: actor.organizationId, spaceId: null });
  if (!decision.ok) return decision;
  const from = Prisma.sql`FROM "Invitation" i WHERE i."organizationId" = ${actor.organizationId} AND ${OPEN}`;
  return readPage(
    {
      keys: KEYS,
      direction: "desc",
      columns: COLUMNS,
      from,
      values: (row: InvitationRow) => [row.id],
      item: toInvitationDto,
    },
    input,
  );
}

/** The open invitation of an e-mail address, expired ones included, or null. Fails with `insufficient_scope`. */
export async function findInvitationOf(
  actor: Actor,
  email: string,
): Promise<Result<{ invitation: InvitationDto | null }>> {
  const { organizationId } = actor;
  const decision = decide(actor, "member.write", { organizationId, spaceId: null });
  if (!decision.ok) return decision;
  const [row] = await db().$queryRaw<InvitationRow[]>(
    Prisma.sql`SELECT ${COLUMNS} FROM "Invitation" i
      WHERE i."organizationId" = ${organizationId} AND i."email" = ${email} AND ${OPEN}`,
  );
  return { ok: true, invitation: row ? toInvitationDto(row) : null };
}

/** An open invitation of the organization, or null. For use inside this folder, after `decide`. */
export async function findInvitationRow(client: Tx, organizationId: string, id: string): Promise<InvitationRow | null> {
  const [row] = await client.$queryRaw<InvitationRow[]>(
    Prisma.sql`SELECT ${COLUMNS} FROM "Invitation" i
      WHERE i."organizationId" = ${organizationId} AND i."id" = ${id}::uuid AND ${OPEN}`,
  );
  return row ?? null;
}

/** An invitation that can be accepted now. */
export interface OpenInvitation extends InvitationRow {
  organizationId: string;
  organizationName: string;
}

/** The invitation of a link, if it can be accepted; null for unknown, used, withdrawn and expired ones. */
export async function findOpenInvitation(
  client: Tx,
  secret: Secret,
  { lock = false } = {},
): Promise<OpenInvitation | null> {
  const [row] = await client.$queryRaw<OpenInvitation[]>(Prisma.sql`
    SELECT ${COLUMNS}, o."id" AS "organizationId", o."name" AS "organizationName"
    FROM "Invitation" i JOIN "Organization" o ON o."id" = i."organizationId" AND o."deletedAt" IS NULL
    WHERE i."digest" = ${digestOfLink(secret)} AND ${OPEN} AND i."expiresAt" > now()
      ${lock ? Prisma.sql`FOR UPDATE OF i` : Prisma.empty}`);
  return row ?? null;
}

/** The offer of an invitation link. Fails with `not_found` if it cannot be accepted, for any cause. */
export async function findInvitation(secret: Secret): Promise<Result<{ offer: InvitationOffer }>> {
  const row = await findOpenInvitation(db(), secret);
  if (!row) return fail("not_found");
  const account = await db().user.findUnique({ where: { email: row.email }, select: { id: true } });
  const hasAccount = account !== null && (await isMember(db(), account.id));
  const { organizationName, email, role, invitedByName, expiresAt } = row;
  return {
    ok: true,
    offer: { organizationName, email, role, invitedBy: invitedByName, expiresAt: expiresAt.toISOString(), hasAccount },
  };
}

/** Converts a row to its DTO. */
export function toInvitationDto(row: InvitationRow): InvitationDto {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    invitedBy: row.invitedByName,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    expired: row.expired,
  };
}
