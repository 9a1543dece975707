import { createHash, timingSafeEqual, type Hash } from "node:crypto";
import { db } from "../platform/db";
import type { AuditEvent } from "../platform/db/generated/client";
import { auditKey } from "../platform/env";
import { canonicalJson, chainMac, type Json } from "./canonical";
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
   * How many of them, from the first one on, were written under a key that is lost: their MACs cannot be recomputed, but
   * the event that began the new key vouches that they have not changed since.
   */
  readonly sealed: number;
  /** The last of them: keep it elsewhere to notice later that the end was cut off. Null for an empty chain. */
  readonly head: AuditHead | null;
  readonly fault: { readonly sequence: number; readonly reason: FaultReason } | null;
}

/** Audit keys of the time before a reset, where somebody has kept them. */
export interface VerifyOptions {
  readonly expectedHead?: AuditHead;
  readonly formerKeys?: readonly Buffer[];
}

/** How many events are read and checked at once: some 10 ms of work, after which other requests get their turn. */
const SLICE = 200;
const NOTHING = "0".repeat(64);

/** All chains there are: the system's, and one for each organization, deleted ones included. */
export async function listChains(): Promise<string[]> {
  const rows = await db().$queryRaw<
    { chain: string }[]
  >`SELECT "chain" FROM "AuditHead" UNION SELECT DISTINCT "chain" FROM "AuditEvent" ORDER BY "chain"`;
  return rows.map((row) => row.chain);
}

/**
 * Recomputes a chain from its stored bytes, slice by slice, and compares these with the columns. A cut-off end shows
 * by the chain's head, or, where somebody cut that too, by a head that was kept elsewhere (`expectedHead`). Events from
 * before a reset of the keys are checked against the seal, and with the key of their time where `formerKeys` has it.
 */
export async function verifyChain(
  chain: string,
  { expectedHead, formerKeys = [] }: VerifyOptions = {},
): Promise<Verification> {
  const heads = [await findHead(chain), expectedHead].filter((head) => head != null);
  const { stored, ...walked } = await walk(chain, { heads, formerKeys, boundary: await lastReset(chain) });
  const fault = walked.fault ?? endFault(walked.head, stored, expectedHead?.sequence ?? 0);
  return { chain, ...walked, fault };
}

async function findHead(chain: string): Promise<AuditHead | null> {
  return toHead(await db().auditHead.findUnique({ where: { chain } }));
}

function toHead(row: { sequence: bigint; mac: Uint8Array } | null): AuditHead | null {
  return row && { sequence: Number(row.sequence), mac: hex(row.mac) };
}

/** The sequence of the event that began the present key; 0 where it has been the same from the start. */
async function lastReset(chain: string): Promise<number> {
  const { _max } = await db().auditEvent.aggregate({ where: { chain, action: KEYS_RESET }, _max: { sequence: true } });
  return Number(_max.sequence ?? 0);
}

type Walked = Omit<Verification, "chain">;

interface Known {
  readonly heads: readonly AuditHead[];
  readonly formerKeys: readonly Buffer[];
  /** From this event on, the present key must have signed. */
  readonly boundary: number;
}

/** Where a walk along a chain is. */
interface Position {
  last: AuditHead;
  sealed: number;
  /** Over everything so far. */
  readonly seal: Hash;
  /** The key of the events of this stretch; null where it is lost. */
  key: Buffer | null;
}

/** How far the chain is in order, and its head as it is stored when its last event was read. */
async function walk(chain: string, known: Known): Promise<Walked & { stored: AuditHead | null }> {
  const at: Position = { last: { sequence: 0, mac: NOTHING }, sealed: 0, seal: createHash("sha256"), key: null };
  for (;;) {
    const { events, stored } = await readSlice(chain, at.last.sequence);
    for (const event of events) {
      const reason = faultOf(event, at, known);
      if (reason) return { ...reached(at), stored, fault: { sequence: Number(event.sequence), reason } };
      if (at.key === null) at.sealed += 1;
      updateSeal(at.seal, event);
      at.last = { sequence: Number(event.sequence), mac: hex(event.mac) };
    }
    if (events.length < SLICE) return { ...reached(at), stored, fault: null };
  }
}

/** The next events and the chain's head, in one short snapshot. A chain only grows, so slices fit together. */
async function readSlice(chain: string, after: number): Promise<{ events: AuditEvent[]; stored: AuditHead | null }> {
  const [events, head] = await db().$transaction(
    [
      db().auditEvent.findMany({
        where: { chain, sequence: { gt: after } },
        orderBy: { sequence: "asc" },
        take: SLICE,
      }),
      db().auditHead.findUnique({ where: { chain } }),
    ],
    { isolationLevel: "RepeatableRead" },
  );
  return { events, stored: toHead(head) };
}

function reached({ last, sealed }: Position): Pick<Verification, "verified" | "sealed" | "head"> {
  return { verified: last.sequence, sealed, head: last.sequence === 0 ? null : last };
}

function faultOf(event: AuditEvent, at: Position, known: Known): FaultReason | null {
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
function keyFor(event: AuditEvent, last: AuditHead, { boundary, formerKeys }: Known): Buffer | null {
  if (Number(event.sequence) >= boundary) return auditKey();
  return [auditKey(), ...formerKeys].find((key) => isSignedBy(key, event, last)) ?? null;
}

function isSignedBy(key: Buffer, event: AuditEvent, last: AuditHead): boolean {
  const mac = chainMac(key, Buffer.from(last.mac, "hex"), event.canonical);
  return event.mac.length === mac.length && timingSafeEqual(mac, event.mac);
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
function canonicalOf(event: AuditEvent): string {
  const { canonical: _canonical, mac: _mac, ...columns } = event;
  return canonicalJson({
    ...columns,
    sequence: event.sequence.toString(),
    at: event.at.toISOString(),
    change: event.change as Json,
  });
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
