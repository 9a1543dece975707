import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { db, type Tx } from "../platform/db";
import { type Membership, Prisma, type User } from "../platform/db/generated/client";
import type { Page } from "../platform/paging/page";
import { readPage, textKey, type Key } from "../platform/paging/keyset";
import { fail, type Result } from "../platform/result/result";
import { containing, id as idSchema } from "../platform/validation/fields";
import type { MemberDto } from "./dto";
import type { ListMembersInput } from "./schema";

/** A membership with its user. */
export interface MemberRow
  extends Pick<Membership, "userId" | "role" | "disabledAt" | "version">, Pick<User, "name" | "email"> {
  joinedAt: Date;
  lastSeenAt: Date | null;
}

const COLUMNS = Prisma.sql`m."userId", u."name", u."email", m."role"::text AS "role", m."disabledAt",
  m."createdAt" AS "joinedAt", m."version",
  (SELECT max(s."lastSeenAt") FROM "Session" s
    WHERE s."userId" = m."userId" AND s."organizationId" = m."organizationId") AS "lastSeenAt"`;
const FROM = Prisma.sql`FROM "Membership" m JOIN "User" u ON u."id" = m."userId"`;

const KEYS: readonly Key[] = [
  { sql: Prisma.sql`u."name"`, type: Prisma.sql`text`, value: textKey },
  { sql: Prisma.sql`m."userId"`, type: Prisma.sql`uuid`, value: idSchema },
];

/** A page of the organization's members. Fails with `insufficient_scope` or, for a bad cursor, `invalid_request`. */
export async function listMembers(actor: Actor, input: ListMembersInput): Promise<Result<{ page: Page<MemberDto> }>> {
  const decision = decide(actor, "member.read", { organizationId: actor.organizationId, spaceId: null });
  if (!decision.ok) return decision;
  const from = Prisma.sql`${FROM} WHERE ${matching(actor.organizationId, input.search)}`;
  const values = (row: MemberRow) => [row.name, row.userId];
  return readPage({ keys: KEYS, direction: "asc", columns: COLUMNS, from, values, item: toMemberDto }, input);
}

function matching(organizationId: string, search: string): Prisma.Sql {
  const within = Prisma.sql`m."organizationId" = ${organizationId}`;
  return search === ""
    ? within
    : Prisma.sql`${within} AND (u."name" ILIKE ${containing(search)} OR u."email" ILIKE ${containing(search)})`;
}

/** One member. */
export async function getMember(actor: Actor, userId: string): Promise<Result<{ member: MemberDto }>> {
  const decision = decide(actor, "member.read", { organizationId: actor.organizationId, spaceId: null });
  if (!decision.ok) return decision;
  const row = idSchema.safeParse(userId).success ? await findMemberRow(db(), actor.organizationId, userId) : null;
  return row ? { ok: true, member: toMemberDto(row) } : fail("not_found");
}

/** The row of a member of the organization, or null. For use inside this folder, after `decide`. */
export async function findMemberRow(client: Tx, organizationId: string, userId: string): Promise<MemberRow | null> {
  const [row] = await client.$queryRaw<MemberRow[]>(
    Prisma.sql`SELECT ${COLUMNS} ${FROM} WHERE m."organizationId" = ${organizationId} AND m."userId" = ${userId}::uuid`,
  );
  return row ?? null;
}

/** Converts a row to its DTO. */
export function toMemberDto({ disabledAt, joinedAt, lastSeenAt, ...row }: MemberRow): MemberDto {
  return {
    userId: row.userId,
    name: row.name,
    email: row.email,
    role: row.role,
    disabled: disabledAt !== null,
    joinedAt: joinedAt.toISOString(),
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
    version: row.version,
  };
}
