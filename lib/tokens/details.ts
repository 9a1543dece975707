import type { Actor } from "../access/authorization/actor";
import { db } from "../platform/db";
import type { Result } from "../platform/result/result";
import type { RevocableTokens, TokenDto } from "./dto";
import type { TokenStatus } from "./limits";
import { countIssuedTokens, findTokenRow, getToken } from "./queries";
import { Prisma } from "../platform/db/generated/client";
import { FROM, STATUS } from "./row";

/** How many child tokens are listed with a token. */
const MAX_CHILDREN_SHOWN = 50;

export interface ChildToken {
  readonly id: string;
  readonly name: string;
  readonly status: TokenStatus;
}

export interface OldSecret {
  readonly hint: string;
  readonly until: string;
}

/** A token with its relatives and its old secret. */
export interface TokenDetails {
  readonly token: TokenDto;
  /** Direct children that are not revoked, newest first. */
  readonly childTokens: readonly ChildToken[];
  /** How many tokens would be revoked with it: children, their children, and so on. */
  readonly descendants: number;
  /** Secrets that were rotated away and still work, the one that ends first first. At most two. ISO 8601. */
  readonly oldSecrets: readonly OldSecret[];
  /** The token that made it; null if there is none, or if the actor may not see it. */
  readonly parent: { readonly id: string; readonly name: string } | null;
  /** When its parent ends, which it cannot outlive. ISO 8601. Null: never, or it has no parent. */
  readonly parentEndsAt: string | null;
  /** What an Issuer made and was not revoked. Null for other tokens. */
  readonly issued: RevocableTokens | null;
}

/** One token, revoked or not. Fails with `not_found`, `insufficient_scope`. */
export async function getTokenDetails(actor: Actor, tokenId: string): Promise<Result<TokenDetails>> {
  const found = await getToken(actor, tokenId);
  if (!found.ok) return found;
  const { token } = found;
  const [childTokens, descendants, oldSecrets, parent, parentEndsAt, issued] = await Promise.all([
    findChildren(actor.organizationId, token.id),
    countDescendants(actor.organizationId, token.id),
    findOldSecrets(actor.organizationId, token.id),
    findParent(actor, token.parentId),
    findParentEnd(actor, token.parentId),
    findIssued(actor, token),
  ]);
  return { ok: true, token, childTokens, descendants, oldSecrets, parent, parentEndsAt, issued };
}

function findChildren(organizationId: string, tokenId: string): Promise<ChildToken[]> {
  return db().$queryRaw<ChildToken[]>(Prisma.sql`SELECT t."id", t."name", ${STATUS} AS "status" ${FROM}
    WHERE t."organizationId" = ${organizationId} AND t."parentId" = ${tokenId}::uuid AND t."revokedAt" IS NULL
    ORDER BY t."createdAt" DESC, t."id" DESC LIMIT ${MAX_CHILDREN_SHOWN}`);
}

async function countDescendants(organizationId: string, tokenId: string): Promise<number> {
  const [row] = await db().$queryRaw<{ count: bigint }[]>`
    WITH RECURSIVE family AS (
      SELECT "id", "revokedAt" FROM "ApiToken"
      WHERE "organizationId" = ${organizationId} AND "parentId" = ${tokenId}::uuid
      UNION ALL
      SELECT c."id", c."revokedAt" FROM "ApiToken" c
      JOIN family f ON c."organizationId" = ${organizationId} AND c."parentId" = f."id"
    ) SELECT count(*) FROM family WHERE "revokedAt" IS NULL`;
  return Number(row?.count ?? 0);
}

async function findOldSecrets(organizationId: string, tokenId: string): Promise<OldSecret[]> {
  const rows = await db().$queryRaw<{ hint: string; until: Date }[]>`
    SELECT "hint", "expiresAt" AS "until" FROM "TokenSecret"
    WHERE "organizationId" = ${organizationId} AND "tokenId" = ${tokenId}::uuid AND "expiresAt" > now()
    ORDER BY "expiresAt"`;
  return rows.map(({ hint, until }) => ({ hint, until: until.toISOString() }));
}

/** The parent, for an actor who may see it: a token of one space may have a parent of the whole organization. */
async function findParent(actor: Actor, parentId: string | null): Promise<TokenDetails["parent"]> {
  if (parentId === null) return null;
  const found = await getToken(actor, parentId);
  return found.ok ? { id: found.token.id, name: found.token.name } : null;
}

/** Also for an actor who may not see the parent: a refusal of a later end says the same. */
async function findParentEnd(actor: Actor, parentId: string | null): Promise<string | null> {
  const row = parentId === null ? null : await findTokenRow(db(), actor.organizationId, parentId);
  return row?.endsAt?.toISOString() ?? null;
}

async function findIssued(actor: Actor, { id, permissions }: TokenDto): Promise<RevocableTokens | null> {
  if (!permissions.includes("issuer")) return null;
  const counted = await countIssuedTokens(actor, { tokenId: id });
  return counted.ok ? counted : null;
}
