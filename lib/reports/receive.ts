import type { Actor } from "../access/authorization/actor";
import { decide } from "../access/authorization/decide";
import { db } from "../platform/db";
import { fail, type Failure, type Result } from "../platform/result/result";
import { authorizeIn } from "../access/authorization/require-space-access";
import type { ReportReason, ReportRefused } from "./parse";
import { INLINE_BYTES, withReport, type ReportBytes, type StorableReport } from "./reader";

/** The reasons that mean a malformed report. All others mean an invalid one. */
const MALFORMED: readonly ReportReason[] = ["invalid_json", "truncated", "not_utf8", "bad_gzip"];

/** The maximum length of an MRN in bytes, limited by its index. */
const MRN_BYTES = 2_048;

/** A report's space, its bytes, and who sent it. */
export interface ReceivedReport extends ReportBytes {
  readonly actor: Actor;
  readonly spaceId: string;
}

/**
 * Whether the actor may post a report of this size, in bytes; 0 if that is unknown. Call it before the body is read. A
 * small one needs no statement: the actor's rights decide, and `storeReport` finds out whether the space exists. Fails
 * with `not_found`, `insufficient_scope`.
 */
export async function mayPostReport(actor: Actor, spaceId: string, size: number): Promise<Result> {
  const decision = decide(actor, "report.write", { organizationId: actor.organizationId, spaceId });
  return decision.ok && size > 0 && size <= INLINE_BYTES ? decision : authorizeIn(db(), actor, "report.write", spaceId);
}

/**
 * Parses a report and passes it to `use`, which stores it. Call `mayPostReport` first. Fails with `payload_too_large`,
 * `malformed_report` and `invalid_report` (detail: reason, message, offset, line, column, path), with `unavailable` if
 * too many reports wait, and with `not_found` before any of these. Throws what `use` throws.
 */
export async function receiveReport<T extends object>(
  { actor, spaceId, ...report }: ReceivedReport,
  use: (report: StorableReport) => Promise<T>,
): Promise<T | Failure> {
  let failure: Failure | null = null;
  const used = await withReport<T | Failure>(actor.organizationId, report, async (read) => {
    failure = read.ok ? whyUnstorable(read) : refused(read);
    return failure ?? use(read as StorableReport);
  });
  if (failure === null) return used;
  const allowed = await authorizeIn(db(), actor, "report.write", spaceId);
  return allowed.ok ? failure : allowed;
}

function whyUnstorable({ assets }: StorableReport): Failure | null {
  if (assets.every(({ mrn }) => Buffer.byteLength(mrn) <= MRN_BYTES)) return null;
  const message = `An asset's MRN has at most ${MRN_BYTES} bytes.`;
  return fail("invalid_report", { detail: { reason: "wrong_shape", message } });
}

function refused({ reason, message, offset, line, column, path }: ReportRefused): Failure {
  const code =
    reason === "too_large" ? "payload_too_large" : MALFORMED.includes(reason) ? "malformed_report" : "invalid_report";
  return fail(code, { detail: { reason, message, offset, line, column, path } });
}
