import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { db } from "../platform/db";
import { Prisma } from "../platform/db/generated/client";
import { readPage, textKey } from "../platform/paging/keyset";
import type { Page } from "../platform/paging/page";
import type { Result } from "../platform/result/result";
import { z } from "../platform/validation/zod";
import { summarizeTokens } from "../tokens/queries";
import { FROM, STATUS } from "../tokens/row";
import { adviseOn } from "./advise";
import type { Advice, AdvisedToken, AdviceScore } from "./dto";
import { readFacts, toFacts } from "./refresh";
import type { ListAdviceInput } from "./schema";

function mayRead(actor: Actor) {
  const decision = decide(actor, "token.read", { organizationId: actor.organizationId, spaceId: null });
  return decision.ok ? null : decision;
}

/** Live tokens with advice that was found of what they are now. */
const ADVISED = (organizationId: string) => Prisma.sql`${FROM}
  JOIN "TokenAdvice" v ON v."tokenId" = t."id" AND v."version" = t."version"
  WHERE t."organizationId" = ${organizationId} AND v."organizationId" = ${organizationId}
    AND ${STATUS} IN ('live', 'expiring')`;

/**
 * The advice about one token, as it is now. Empty for a token that is not live. Needs `token.read` for the whole
 * organization.
 */
export async function getAdvice(actor: Actor, tokenId: string): Promise<Result<{ advice: readonly Advice[] }>> {
  const denied = mayRead(actor);
  if (denied) return denied;
  const [row] = await readFacts(
    db(),
    Prisma.sql`t."organizationId" = ${actor.organizationId} AND t."id" = ${tokenId}::uuid`,
  );
  return { ok: true, advice: row ? adviseOn(toFacts(row), row.now) : [] };
}

/**
 * A page of the organization's tokens with advice, which is found once an hour. Needs `token.read` for the whole
 * organization. Fails with `invalid_request` for a bad cursor.
 */
export async function listAdvice(actor: Actor, input: ListAdviceInput): Promise<Result<{ page: Page<AdvisedToken> }>> {
  const denied = mayRead(actor);
  if (denied) return denied;
  const kind = input.kind === undefined ? Prisma.empty : Prisma.sql`AND v."kind" = ${input.kind}`;
  return readPage<AdvisedToken, AdvisedToken>(
    {
      keys: [
        { sql: Prisma.sql`t."id"`, type: Prisma.sql`uuid`, value: z.uuid() },
        { sql: Prisma.sql`v."kind"`, type: Prisma.sql`text`, value: textKey },
      ],
      direction: "desc",
      columns: Prisma.sql`t."id", t."name", v."detail" AS "advice"`,
      from: Prisma.sql`${ADVISED(actor.organizationId)} ${kind}`,
      values: ({ id, advice }) => [id, advice.kind],
      item: (row) => row,
    },
    input,
  );
}

/** How many live tokens have no advice, and how many tokens each kind is about. Two statements. */
export async function readScore(actor: Actor): Promise<Result<{ score: AdviceScore }>> {
  const summary = await summarizeTokens(actor, undefined);
  if (!summary.ok) return summary;
  const denied = mayRead(actor);
  if (denied) return denied;
  const rows = await db().$queryRaw<{ kind: Advice["kind"] | null; tokens: bigint }[]>(Prisma.sql`
    SELECT v."kind", count(DISTINCT t."id") AS "tokens" ${ADVISED(actor.organizationId)}
    GROUP BY GROUPING SETS ((1), ())`);
  const advised = Number(rows.find(({ kind }) => kind === null)?.tokens ?? 0);
  const kinds = rows.flatMap(({ kind, tokens }) => (kind === null ? [] : [{ kind, tokens: Number(tokens) }]));
  const { live, isExact } = summary;
  return { ok: true, score: { live, isExact, advised: isExact ? Math.min(advised, live) : advised, kinds } };
}
