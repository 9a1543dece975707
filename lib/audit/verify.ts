import { timingSafeEqual } from "node:crypto";
import { db, type Tx } from "../platform/db";
import type { AuditEvent } from "../platform/db/generated/client";
import { auditKey } from "../platform/env";
import { canonicalJson, chainMac, type Json } from "./canonical";
import type { AuditHead } from "./schema";

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
  | "replaced";

export interface Verification {
  readonly chain: string;
  /** How many events are in order, from the first one on. */
  readonly verified: number;
  /** The last of them: keep it elsewhere to notice later that the end was cut off. Null for an empty chain. */
  readonly head: AuditHead | null;
  readonly fault: { readonly sequence: number; readonly reason: FaultReason } | null;
}

const BATCH = 1_000;
const NOTHING = "0".repeat(64);
const LIMITS = { isolationLevel: "RepeatableRead", maxWait: 5_000, timeout: 3_600_000 } as const;

/** All chains there are: the system's, and one for each organization, deleted ones included. */
export async function listChains(): Promise<string[]> {
  const rows = await db().$queryRaw<
    { chain: string }[]
  >`SELECT "chain" FROM "AuditHead" UNION SELECT DISTINCT "chain" FROM "AuditEvent" ORDER BY "chain"`;
  return rows.map((row) => row.chain);
}

/**
 * Recomputes a chain from its stored bytes, in one snapshot, and compares these with the columns. A cut-off end shows
 * by the chain's head, or, where somebody cut that too, by a head that was kept elsewhere (`expectedHead`).
 */
export async function verifyChain(
  chain: string,
  { expectedHead }: { expectedHead?: AuditHead } = {},
): Promise<Verification> {
  return db().$transaction(async (tx) => {
    const row = await tx.auditHead.findUnique({ where: { chain } });
    const stored = row && { sequence: Number(row.sequence), mac: hex(row.mac) };
    const walked = await walk(
      tx,
      chain,
      [stored, expectedHead].filter((head) => head != null),
    );
    return {
      chain,
      ...walked,
      fault: walked.fault ?? endFault(walked.verified, stored?.sequence ?? 0, expectedHead?.sequence ?? 0),
    };
  }, LIMITS);
}

type Walked = Omit<Verification, "chain">;

async function walk(tx: Tx, chain: string, heads: readonly AuditHead[]): Promise<Walked> {
  const key = auditKey();
  let last: AuditHead = { sequence: 0, mac: NOTHING };
  for (;;) {
    const events = await tx.auditEvent.findMany({
      where: { chain, sequence: { gt: last.sequence } },
      orderBy: { sequence: "asc" },
      take: BATCH,
    });
    for (const event of events) {
      const reason = faultOf(event, last, key, heads);
      if (reason) return { ...reached(last), fault: { sequence: Number(event.sequence), reason } };
      last = { sequence: Number(event.sequence), mac: hex(event.mac) };
    }
    if (events.length < BATCH) return { ...reached(last), fault: null };
  }
}

function reached(last: AuditHead): Pick<Verification, "verified" | "head"> {
  return { verified: last.sequence, head: last.sequence === 0 ? null : last };
}

function faultOf(event: AuditEvent, last: AuditHead, key: Buffer, heads: readonly AuditHead[]): FaultReason | null {
  if (Number(event.sequence) !== last.sequence + 1) return "missing";
  const mac = chainMac(key, Buffer.from(last.mac, "hex"), event.canonical);
  if (event.mac.length !== mac.length || !timingSafeEqual(mac, event.mac)) return "altered";
  if (canonicalOf(event) !== Buffer.from(event.canonical).toString()) return "columns";
  return heads.some((head) => head.sequence === Number(event.sequence) && head.mac !== hex(event.mac))
    ? "replaced"
    : null;
}

/** The chain's head stands at its last event; one that was kept elsewhere, there or before. */
function endFault(verified: number, stored: number, expected: number): Verification["fault"] {
  if (Math.max(stored, expected) > verified) return { sequence: verified + 1, reason: "truncated" };
  return stored < verified ? { sequence: stored + 1, reason: "replaced" } : null;
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
