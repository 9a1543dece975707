import { createHash, type Hash } from "node:crypto";
import type { RunQuery } from "../platform/db/run-query";
import { canonicalJson, isChainMac, type Json } from "./canonical";
import type { AuditHead } from "./schema";
import { KEYS_RESET, sealOf, updateSeal } from "./seal";

/** What is wrong with a chain, at its first faulty event. */
export type FaultReason =
  /** The event before which others are missing. */
  | "missing"
  /** Its MAC is not that of its bytes after the event before: something was altered, or another key wrote it. */
  | "altered"
  /** Its bytes are genuine, but its columns say something else. */
  | "columns"
  /** Events are missing at the end: the chain's head, or the one kept elsewhere, is beyond its last event. */
  | "truncated"
  /** The chain's head, or the one kept elsewhere, names another event than the one that stands there. */
  | "replaced"
  /** It is where a new key begins, and the events before it are not those that it sealed. */
  | "unsealed";

export interface Verification {
  readonly chain: string;
  /** How many events are in order, from the first one on. */
  readonly verified: number;
  /**
   * How many of them, from the first one on, were written under a key that is lost: their MACs cannot be recomputed,
   * but the event that began the new key vouches that they have not changed since.
   */
  readonly sealed: number;
  /** The last of them: keep it elsewhere to notice later that the end was cut off. Null for an empty chain. */
  readonly head: AuditHead | null;
  readonly fault: { readonly sequence: number; readonly reason: FaultReason } | null;
}

/** A chain to verify, and what it is verified with. Can be sent to a thread. */
export interface ChainToVerify {
  readonly chain: string;
  /** A head that was kept elsewhere. */
  readonly expectedHead: AuditHead | null;
  readonly key: Uint8Array;
  /** Keys of the time before a reset, where they were kept. */
  readonly formerKeys: readonly Uint8Array[];
}

/** An event as pg reads it. */
interface StoredEvent {
  readonly sequence: string;
  readonly at: Date;
  readonly action: string;
  readonly change: unknown;
  readonly canonical: Uint8Array;
  readonly mac: Uint8Array;
}

/** Each row has the chain's head. The event is null where there is none. */
type SliceRow = { headSequence: string | null; headMac: Uint8Array | null } & (StoredEvent | { sequence: null });

/** How many events are read and checked at once. */
const SLICE = 200;
const NOTHING = "0".repeat(64);

/** What the canonical bytes are made of, and those. Named one by one: a newer version may add columns. */
const COLUMNS = [
  "chain",
  "sequence",
  "at",
  "actorKind",
  "actorId",
  "actorName",
  "action",
  "resourceKind",
  "resourceId",
  "spaceId",
  "message",
  "change",
  "address",
  "canonical",
  "mac",
];

/**
 * The next events and the chain's head. One statement sees one snapshot, and a chain only grows: slices fit together.
 */
const READ_SLICE = `SELECT h."sequence" AS "headSequence", h."mac" AS "headMac",
  ${COLUMNS.map((column) => `e."${column}"`).join(", ")}
  FROM (SELECT 1) AS one LEFT JOIN "AuditHead" h ON h."chain" = $1
  LEFT JOIN LATERAL (SELECT * FROM "AuditEvent" WHERE "chain" = $1 AND "sequence" > $2
    ORDER BY "sequence" LIMIT ${SLICE}) e ON TRUE
  ORDER BY e."sequence"`;

const READ_HEAD = `SELECT "sequence", "mac" FROM "AuditHead" WHERE "chain" = $1`;
const READ_RESET = `SELECT max("sequence") AS "sequence" FROM "AuditEvent" WHERE "chain" = $1 AND "action" = $2`;

/**
 * Recomputes a chain from its stored bytes, slice by slice, and compares these with the columns. A cut-off end shows
 * by the chain's head, or, where somebody cut that too, by the expected one. Events from before a reset of the keys are
 * checked against the seal, and with the key of their time where it was kept. Throws what `ask` throws, and the
 * signal's reason.
 */
export async function walkChain(wanted: ChainToVerify, ask: RunQuery, signal?: AbortSignal): Promise<Verification> {
  const { chain, expectedHead } = wanted;
  const heads = [await findHead(ask, chain), expectedHead].filter((head) => head !== null);
  const { stored, ...walked } = await walk(wanted, { heads, boundary: await lastReset(ask, chain), ask, signal });
  const fault = walked.fault ?? endFault(walked.head, stored, expectedHead?.sequence ?? 0);
  return { chain, ...walked, fault };
}

async function findHead(ask: RunQuery, chain: string): Promise<AuditHead | null> {
  const [row] = await ask<{ sequence: string; mac: Uint8Array }>(READ_HEAD, [chain]);
  return row ? toHead(row.sequence, row.mac) : null;
}

const toHead = (sequence: string, mac: Uint8Array): AuditHead => ({ sequence: Number(sequence), mac: hex(mac) });

/** The sequence of the event that began the present key; 0 where it has been the same from the start. */
async function lastReset(ask: RunQuery, chain: string): Promise<number> {
  const [row] = await ask<{ sequence: string | null }>(READ_RESET, [chain, KEYS_RESET]);
  return Number(row?.sequence ?? 0);
}

type Walked = Omit<Verification, "chain">;

interface Walk {
  readonly heads: readonly AuditHead[];
  /** From this event on, the present key must have signed. */
  readonly boundary: number;
  readonly ask: RunQuery;
  readonly signal: AbortSignal | undefined;
}

/** Where a walk along a chain is. */
interface Position {
  last: AuditHead;
  sealed: number;
  /** Over everything so far. */
  readonly seal: Hash;
  /** The key of the events of this stretch; null where it is lost. */
  key: Uint8Array | null;
}

/** How far the chain is in order, and its head as it is stored when its last event was read. */
async function walk(wanted: ChainToVerify, known: Walk): Promise<Walked & { stored: AuditHead | null }> {
  const at: Position = { last: { sequence: 0, mac: NOTHING }, sealed: 0, seal: createHash("sha256"), key: null };
  for (;;) {
    known.signal?.throwIfAborted();
    const { events, stored } = await readSlice(known.ask, wanted.chain, at.last.sequence);
    for (const event of events) {
      const reason = faultOf(event, at, { ...wanted, ...known });
      if (reason) return { ...reached(at), stored, fault: { sequence: Number(event.sequence), reason } };
      if (at.key === null) at.sealed += 1;
      updateSeal(at.seal, event);
      at.last = toHead(event.sequence, event.mac);
    }
    if (events.length < SLICE) return { ...reached(at), stored, fault: null };
  }
}

async function readSlice(ask: RunQuery, chain: string, after: number) {
  const rows = await ask<SliceRow>(READ_SLICE, [chain, after]);
  const [first] = rows;
  const stored = first?.headSequence && first.headMac ? toHead(first.headSequence, first.headMac) : null;
  const events = rows.flatMap(({ headSequence: _sequence, headMac: _mac, ...event }) =>
    event.sequence === null ? [] : [event],
  );
  return { events, stored };
}

function reached({ last, sealed }: Position): Pick<Verification, "verified" | "sealed" | "head"> {
  return { verified: last.sequence, sealed, head: last.sequence === 0 ? null : last };
}

function faultOf(event: StoredEvent, at: Position, known: ChainToVerify & Walk): FaultReason | null {
  const { last } = at;
  if (Number(event.sequence) !== last.sequence + 1) return "missing";
  if (last.sequence === 0 || event.action === KEYS_RESET) at.key = keyFor(event, last, known);
  if (at.key !== null && !isSignedBy(at.key, event, last)) return "altered";
  if (canonicalOf(event) !== Buffer.from(event.canonical).toString()) return "columns";
  if (event.action === KEYS_RESET && sealOf(event.change) !== at.seal.copy().digest("hex")) return "unsealed";
  return known.heads.some((head) => head.sequence === Number(event.sequence) && head.mac !== hex(event.mac))
    ? "replaced"
    : null;
}

/** The key that signed a stretch, by its first event: before the last reset it may be a former one, or lost. */
function keyFor(
  event: StoredEvent,
  last: AuditHead,
  { key, formerKeys, boundary }: ChainToVerify & Walk,
): Uint8Array | null {
  if (Number(event.sequence) >= boundary) return key;
  return [key, ...formerKeys].find((one) => isSignedBy(one, event, last)) ?? null;
}

function isSignedBy(key: Uint8Array, event: StoredEvent, last: AuditHead): boolean {
  return isChainMac(event.mac, key, Buffer.from(last.mac, "hex"), event.canonical);
}

/** The chain's head is that of its last event; one that was kept elsewhere is at that event or before it. */
function endFault(reached: AuditHead | null, stored: AuditHead | null, expected: number): Verification["fault"] {
  const verified = reached?.sequence ?? 0;
  const headAt = stored?.sequence ?? 0;
  if (Math.max(headAt, expected) > verified) return { sequence: verified + 1, reason: "truncated" };
  if (headAt < verified) return { sequence: headAt + 1, reason: "replaced" };
  return stored?.mac === reached?.mac ? null : { sequence: verified, reason: "replaced" };
}

/** The canonical text that the columns amount to. */
function canonicalOf(event: StoredEvent): string {
  const { canonical: _canonical, mac: _mac, ...columns } = event;
  return canonicalJson({ ...columns, at: event.at.toISOString(), change: event.change as Json });
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
