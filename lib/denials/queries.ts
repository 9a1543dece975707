import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { Prisma } from "../platform/db/generated/client";
import { readPage, type Key } from "../platform/paging/keyset";
import type { Page } from "../platform/paging/page";
import type { Result } from "../platform/result/result";
import { containing } from "../platform/validation/fields";
import { z } from "../platform/validation/zod";
import type { DenialDto } from "./dto";
import type { Reason, Surface } from "./reasons";
import type { DenialFilter, ListDenialsInput } from "./schema";

interface Row {
  id: bigint;
  at: Date;
  requestId: string;
  surface: string;
  reason: string;
  tokenId: string | null;
  tokenName: string | null;
  hint: string | null;
  address: string | null;
  demanded: string | null;
  more: number;
  revokedAt: Date | null;
  revokedByName: string | null;
}

const COLUMNS = Prisma.sql`d."id", d."at", d."requestId", d."surface", d."reason", d."tokenId", d."tokenName",
  d."hint", d."address", d."demanded", d."more", t."revokedAt", t."revokedByName"`;

const KEYS: readonly Key[] = [
  { sql: Prisma.sql`d."id"`, type: Prisma.sql`bigint`, value: z.string().regex(/^\d{1,18}$/) },
];

/**
 * A page of the organization's denials, newest first. For whoever reads the organization's audit log. Fails with
 * `insufficient_scope` and, for a bad cursor, `invalid_request`.
 */
export async function listDenials(actor: Actor, input: ListDenialsInput): Promise<Result<{ page: Page<DenialDto> }>> {
  const { organizationId } = actor;
  const decision = decide(actor, "audit.read", { organizationId, spaceId: null });
  if (!decision.ok) return decision;
  const from = Prisma.sql`FROM "Denial" d
    LEFT JOIN "ApiToken" t ON t."organizationId" = d."organizationId" AND t."id" = d."tokenId"
    WHERE ${matching(organizationId, input.filter)}`;
  return readPage(
    {
      keys: KEYS,
      direction: "desc",
      columns: COLUMNS,
      from,
      values: (row: Row) => [row.id.toString()],
      item: toDenialDto,
    },
    input,
  );
}

function matching(organizationId: string, { reason, tokenId, search, after, before }: DenialFilter): Prisma.Sql {
  const pattern = containing(search);
  const conditions = [
    Prisma.sql`d."organizationId" = ${organizationId}`,
    reason !== undefined && Prisma.sql`d."reason" = ${reason}`,
    tokenId !== undefined && Prisma.sql`d."tokenId" = ${tokenId}::uuid`,
    search !== "" &&
      Prisma.sql`(d."requestId" = ${search} OR d."tokenName" ILIKE ${pattern} OR d."hint" ILIKE ${pattern}
        OR d."address" ILIKE ${pattern} OR d."demanded" ILIKE ${pattern})`,
    after !== undefined && Prisma.sql`d."at" > ${after}`,
    before !== undefined && Prisma.sql`d."at" < ${before}`,
  ];
  return Prisma.join(
    conditions.filter((condition) => condition !== false),
    " AND ",
  );
}

function toDenialDto(row: Row): DenialDto {
  return {
    id: row.id.toString(),
    at: row.at.toISOString(),
    requestId: row.requestId,
    surface: row.surface as Surface,
    reason: row.reason as Reason,
    token: row.tokenId === null ? null : { id: row.tokenId, name: row.tokenName ?? row.tokenId },
    hint: row.hint,
    address: row.address,
    demanded: row.demanded,
    more: row.more,
    revoked: row.revokedAt === null ? null : { at: row.revokedAt.toISOString(), byName: row.revokedByName },
  };
}
