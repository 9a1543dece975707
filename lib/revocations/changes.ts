import { z } from "../platform/validation/zod";
import { bindingOf, spaceAccessOf, spaceOf, type TokenActor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { tokenCache } from "../access/token-cache";
import { MARK_OF_MAC, START, type ChainPosition } from "../access/token-cache/chain-position";
import type { ChangeLog, LoggedChange } from "../access/token-cache/change-log";
import { decodeCursor, encodeCursor } from "../platform/paging/cursor";
import { prepared } from "../platform/db/prepared";
import type { Result } from "../platform/result/result";

/**
 * What a program that remembers answers about tokens has to forget: these tokens, all tokens for a subject, or
 * everything.
 */
export type Change = { readonly tokens: readonly string[] } | { readonly subject: string } | { readonly all: true };

export interface Changes {
  /** What changed after the cursor, the oldest first. */
  readonly items: readonly Change[];
  /** Whether more may have changed than is listed: everything is to be forgotten. */
  readonly reset: boolean;
  /** The cursor of the next request. */
  readonly nextCursor: string;
  /** How long before the request was received the answer was true, in ms: all that was committed by then is in it. */
  readonly ageMs: number;
}

/** The sequence and the mark of a position. */
const cursor = z.tuple([z.int().nonnegative(), z.string().max(12)]);

const encode = ({ sequence, mark }: ChainPosition): string => encodeCursor([sequence, mark]);

function decode(since: string): Result<{ position: ChainPosition }> {
  const decoded = decodeCursor<z.infer<typeof cursor>>(since, cursor, "since");
  if (!decoded.ok) return decoded;
  const [sequence, mark] = decoded.position;
  return { ok: true, position: { sequence, mark } };
}

/**
 * What changed about the tokens of the organization after `since`, for programs that answer from memory
 * (docs/decisions/0081-changes-from-memory.md). Answered from memory while this process holds a lease, and else by one
 * statement, which only tells whether anything happened at all. Without a cursor, or with one that is older than what
 * this process has heard, it is a reset. `receivedAt` is when the request arrived, by `performance.now()`. Needs
 * token.verify. Fails with `insufficient_scope`, and `invalid_request` for what is no cursor; rejects if the database
 * is needed and unavailable.
 */
export async function listChanges(
  actor: TokenActor,
  since: string | undefined,
  receivedAt: number,
): Promise<Result<{ changes: Changes }>> {
  const { organizationId } = actor;
  const may = decide(actor, "token.verify", { organizationId, spaceId: spaceOf(spaceAccessOf(actor)) });
  if (!may.ok) return may;
  const decoded = since === undefined ? null : decode(since);
  if (decoded && !decoded.ok) return decoded;
  const after = decoded ? decoded.position : null;
  const log = await tokenCache().changesOf(organizationId, () => findHead(organizationId));
  const { heardUntil } = tokenCache();
  const { truthAt, ...changes } =
    log?.isOpen && heardUntil !== null
      ? { ...(await changesIn(log, actor, after)), truthAt: heardUntil }
      : await compare(actor, after);
  return { ok: true, changes: { ...changes, ageMs: Math.max(0, Math.ceil(receivedAt - truthAt)) } };
}

/**
 * Calls `wake` when this process hears of a change in the organization, or hears of none any more. Returns a function
 * that ends that; null if it listens to none.
 */
export async function onChange({ organizationId }: TokenActor, wake: () => void): Promise<(() => void) | null> {
  const log = await tokenCache().changesOf(organizationId, () => findHead(organizationId));
  return log?.isOpen ? log.onChange(wake) : null;
}

type Answer = Omit<Changes, "ageMs">;

/** The changes and the cursor are read at one moment: what is heard in between would never be told. */
async function changesIn(log: ChangeLog, actor: TokenActor, after: ChainPosition | null): Promise<Answer> {
  const isKnown = after !== null && log.after(after) !== null && (await isOfChain(log, actor, after));
  const changes = isKnown ? log.after(after) : null;
  if (!isKnown || changes === null) return resetAt(log.last);
  const items = changes.map((change) => toItem(change, actor));
  return { items, reset: false, nextCursor: encode(after.sequence > log.last.sequence ? after : log.last) };
}

/** A cursor that names another event than the chain has there is of before the database was restored from a backup. */
async function isOfChain(log: ChangeLog, { organizationId }: TokenActor, after: ChainPosition): Promise<boolean> {
  if (log.knows(after)) return true;
  const isEvent = await hasEvent(organizationId, after);
  if (isEvent) log.confirm(after);
  return isEvent;
}

/**
 * Without a lease: from the chain's head. What was heard is complete if it reaches the head. Else something happened,
 * and since not every event is a change, but every change has an event, it may have been one.
 */
async function compare(actor: TokenActor, after: ChainPosition | null): Promise<Answer & { readonly truthAt: number }> {
  const { head, truthAt } = await joinHead(actor.organizationId);
  if (after !== null && isSame(after, head)) return { items: [], reset: false, nextCursor: encode(head), truthAt };
  const log = tokenCache().openLogOf(actor.organizationId);
  return { ...(log && isSame(log.last, head) ? await changesIn(log, actor, after) : resetAt(head)), truthAt };
}

const isSame = (one: ChainPosition, other: ChainPosition): boolean =>
  one.sequence === other.sequence && one.mark === other.mark;

const resetAt = (position: ChainPosition): Answer => ({ items: [], reset: true, nextCursor: encode(position) });

/** A Verifier that itself changed may see other tokens now. One that sees some of them learns no subjects of others. */
function toItem({ change }: LoggedChange, actor: TokenActor): Change {
  const { tokenIds, subject } = change;
  if (tokenIds !== undefined) return tokenIds.includes(actor.tokenId) ? { all: true } : { tokens: tokenIds };
  return subject === undefined || !seesAll(actor) ? { all: true } : { subject };
}

const seesAll = (actor: TokenActor): boolean =>
  bindingOf(actor) === null && spaceAccessOf(actor).kind === "organization";

const HEAD = {
  name: "head_of_chain",
  text: `SELECT "sequence"::float8 AS "sequence", ${MARK_OF_MAC} AS "mark" FROM "AuditHead" WHERE "chain" = $1`,
};

const EVENT = {
  name: "event_of_chain",
  text: `SELECT FROM "AuditEvent" WHERE "chain" = $1 AND "sequence" = $2 AND ${MARK_OF_MAC} = $3`,
};

interface Head {
  readonly head: ChainPosition;
  /** What was committed before is in it; by `performance.now()`. */
  readonly truthAt: number;
}

const reading = new Map<string, Promise<Head>>();

/** Joins the statement that is under way for an organization: thousands of streams may lose the lease at once. */
function joinHead(organizationId: string): Promise<Head> {
  const known = reading.get(organizationId);
  if (known) return known;
  const truthAt = performance.now();
  const read = findHead(organizationId)
    .then((head) => ({ head, truthAt }))
    .finally(() => reading.delete(organizationId));
  reading.set(organizationId, read);
  return read;
}

/** The end of an organization's audit chain. Rejects if the database is unavailable. */
async function findHead(organizationId: string): Promise<ChainPosition> {
  const [row] = await prepared<ChainPosition>(HEAD, [organizationId]);
  return row ?? START;
}

/** Whether the chain has this event, and has kept it. Rejects if the database is unavailable. */
async function hasEvent(organizationId: string, { sequence, mark }: ChainPosition): Promise<boolean> {
  return (await prepared(EVENT, [organizationId, sequence, mark])).length > 0;
}
