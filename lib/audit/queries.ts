import { z } from "../platform/validation/zod";
import { spaceAccessOf, spaceOf, type Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { db } from "../platform/db";
import { queueLongWork } from "../platform/db/long-work";
import { Prisma } from "../platform/db/generated/client";
import type { Page } from "../platform/paging/page";
import { readPage, type Key } from "../platform/paging/keyset";
import { log } from "../platform/log";
import { currentRequest } from "../platform/request-context";
import { fail, type Result } from "../platform/result/result";
import { SharedWork } from "../platform/shared-work";
import { WorkerFailed } from "../platform/worker/in-worker";
import { authorizeIn } from "../access/authorization/require-space-access";
import { processWide } from "../platform/process-wide";
import { containing } from "../platform/validation/fields";
import type { Json } from "./canonical";
import type { AuditEventDto } from "./dto";
import type { AuditFilter, ListAuditEventsInput } from "./schema";
import { verifyChain, type Verification } from "./verify";

interface Row {
  sequence: bigint;
  at: Date;
  actorKind: "user" | "token" | "system";
  actorId: string | null;
  actorName: string;
  action: string;
  resourceKind: string;
  resourceId: string;
  spaceId: string | null;
  message: string;
  change: { [key: string]: Json };
  address: string | null;
}

const COLUMNS = Prisma.sql`e."sequence", e."at", e."actorKind"::text AS "actorKind", e."actorId", e."actorName",
  e."action", e."resourceKind", e."resourceId", e."spaceId", e."message", e."change", e."address"`;

const KEYS: readonly Key[] = [
  { sql: Prisma.sql`e."sequence"`, type: Prisma.sql`bigint`, value: z.string().regex(/^\d{1,18}$/) },
];

/**
 * A page of the organization's audit log. A token of one space sees that space's events. Fails with
 * `insufficient_scope`, `not_found` (the filter's space) or `invalid_request` (the cursor).
 */
export async function listAuditEvents(
  actor: Actor,
  input: ListAuditEventsInput,
): Promise<Result<{ page: Page<AuditEventDto> }>> {
  const spaceId = input.filter.spaceId ?? spaceOf(spaceAccessOf(actor));
  const decision = decide(actor, "audit.read", { organizationId: actor.organizationId, spaceId });
  if (!decision.ok) return decision;
  const from = Prisma.sql`FROM "AuditEvent" e WHERE ${matching(actor.organizationId, spaceId, input.filter)}`;
  return readPage(
    {
      keys: KEYS,
      direction: input.direction,
      columns: COLUMNS,
      from,
      values: (row: Row) => [row.sequence.toString()],
      item: toAuditEventDto,
    },
    input,
  );
}

/** Whether the actor may read the events of an existing space or, for null, of the whole organization. */
export async function requireAuditOf(actor: Actor, spaceId: string | null): Promise<Result> {
  return authorizeIn(db(), actor, "audit.read", spaceId);
}

function matching(chain: string, spaceId: string | null, filter: AuditFilter): Prisma.Sql {
  const { actorId, actorName, actorKind, resourceId, action, search, after, before } = filter;
  const pattern = containing(search);
  const conditions = [
    Prisma.sql`e."chain" = ${chain}`,
    spaceId !== null && Prisma.sql`e."spaceId" = ${spaceId}`,
    actorId !== undefined && Prisma.sql`e."actorId" = ${actorId}`,
    actorName !== undefined && Prisma.sql`e."actorName" = ${storable(actorName)}`,
    actorKind !== undefined && Prisma.sql`e."actorKind" = ${actorKind}::"ActorKind"`,
    resourceId !== undefined && Prisma.sql`e."resourceId" = ${storable(resourceId)}`,
    action !== undefined && Prisma.sql`starts_with(e."action", ${action})`,
    search !== "" &&
      Prisma.sql`(e."message" ILIKE ${pattern} OR e."actorName" ILIKE ${pattern}
        OR e."action" ILIKE ${pattern} OR e."address" ILIKE ${pattern})`,
    after !== undefined && Prisma.sql`e."at" > ${after}`,
    before !== undefined && Prisma.sql`e."at" < ${before}`,
  ];
  return Prisma.join(
    conditions.filter((condition) => condition !== false),
    " AND ",
  );
}

/** The text without characters that PostgreSQL cannot store. */
function storable(text: string): string {
  return text.replaceAll("\0", "");
}

function toAuditEventDto(row: Row): AuditEventDto {
  return {
    sequence: Number(row.sequence),
    at: row.at.toISOString(),
    actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    action: row.action,
    resource: { kind: row.resourceKind, id: row.resourceId },
    spaceId: row.spaceId,
    message: row.message,
    change: row.change,
    address: row.address,
  };
}

type Verified = Result<{ verification: Verification }>;

const RETRY_SECONDS = 15;

/** Running and waiting verifications by chain. A second request for a chain gets the same result. */
const running = processWide("audit-verifications", () => new SharedWork<Verified>());

/**
 * Recomputes the whole chain of the actor's organization. Not for a token of one space, which sees a part of it only.
 * Ends early when every client that waits for it has gone. Fails with `unavailable` when too many verifications wait,
 * or when the thread that verifies broke.
 */
export async function verifyAuditLog(actor: Actor): Promise<Verified> {
  const { organizationId } = actor;
  const decision = decide(actor, "audit.read", { organizationId, spaceId: null });
  if (!decision.ok) return decision;
  return running.join(organizationId, currentRequest()?.gone, (signal) =>
    queueLongWork({ organizationId }, () => verifyUnlessGone(organizationId, signal)),
  );
}

async function verifyUnlessGone(chain: string, signal: AbortSignal): Promise<Verified> {
  if (signal.aborted) return fail("unavailable"); // nobody is left to be answered
  try {
    return { ok: true, verification: await verifyChain(chain, { signal }) };
  } catch (error) {
    if (error instanceof WorkerFailed)
      log.error({ chain, message: error.message }, "an audit log could not be verified");
    else if (!signal.aborted) throw error;
    return fail("unavailable", { detail: { retryAfterSeconds: RETRY_SECONDS } });
  }
}

/**
 * The spaces of acting tokens by token id; null for organization-wide tokens. Tokens that were deleted with their space
 * are missing. One statement. Empty if the actor may not read the audit log.
 */
export async function findTokenSpaces(
  actor: Actor,
  tokenIds: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const { organizationId } = actor;
  const decision = decide(actor, "audit.read", { organizationId, spaceId: spaceOf(spaceAccessOf(actor)) });
  if (!decision.ok) return new Map();
  const tokens = await db().apiToken.findMany({
    where: { organizationId, id: { in: [...tokenIds] } },
    select: { id: true, spaceId: true },
  });
  return new Map(tokens.map(({ id, spaceId }) => [id, spaceId]));
}
