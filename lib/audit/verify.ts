import { db, pool } from "../platform/db";
import { queryOn } from "../platform/db/run-query";
import { auditKey, env } from "../platform/env";
import { runInWorker } from "../platform/worker/in-worker";
import { workerFile } from "../platform/worker/worker-file";
import { walkChain, type ChainToVerify, type Verification } from "./chain";
import type { AuditHead } from "./schema";

export type { FaultReason, Verification } from "./chain";

export interface VerifyOptions {
  /** A head that was kept elsewhere. */
  readonly expectedHead?: AuditHead;
  /** Audit keys of the time before a reset, where they were kept. */
  readonly formerKeys?: readonly Buffer[];
  /** Ends the verification early. */
  readonly signal?: AbortSignal;
}

/** A million events take about a minute. */
const WORKER = { timeoutMs: 3_600_000, memoryMb: 256 };

/** All chains: the system's, and one per organization, including deleted ones. */
export async function listChains(): Promise<string[]> {
  const rows = await db().$queryRaw<
    { chain: string }[]
  >`SELECT "chain" FROM "AuditHead" UNION SELECT DISTINCT "chain" FROM "AuditEvent" ORDER BY "chain"`;
  return rows.map((row) => row.chain);
}

/**
 * Recomputes a chain, in a thread with a connection of its own where the server was built with one; commands and
 * platforms without server.ts do it where they are, slice by slice. Throws when the database is away, WorkerFailed when
 * the thread ends without an answer, and the signal's reason.
 */
export async function verifyChain(
  chain: string,
  { expectedHead, formerKeys = [], signal }: VerifyOptions = {},
): Promise<Verification> {
  const wanted: ChainToVerify = { chain, expectedHead: expectedHead ?? null, key: auditKey(), formerKeys };
  const file = workerFile("audit-verifier");
  return file === null ? walkChain(wanted, queryOn(pool()), signal) : walkInThread(file, wanted, signal);
}

async function walkInThread(file: URL, wanted: ChainToVerify, signal?: AbortSignal): Promise<Verification> {
  const input: VerifierInput = { ...wanted, databaseUrl: env().DATABASE_URL };
  const output = await runInWorker<VerifierOutput>(file, input, { ...WORKER, signal });
  if (output.ok) return output.verification;
  throw Object.assign(new Error(output.message), output.code === null ? {} : { code: output.code });
}

/** What the thread that verifies a chain is given. */
export interface VerifierInput extends ChainToVerify {
  readonly databaseUrl: string;
}

/** What it answers. An error loses its class on the way, but not its code, which says whether the database is away. */
export type VerifierOutput =
  | { readonly ok: true; readonly verification: Verification }
  | { readonly ok: false; readonly message: string; readonly code: string | null };
