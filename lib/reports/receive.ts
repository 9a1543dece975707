import type { Actor } from "../access/authorization/actor";
import { db } from "../platform/db";
import { fail, type Failure, type Result } from "../platform/result/result";
import { authorizeIn } from "../access/authorization/require-space-access";
import type { ReportReason, ReportRefused } from "./parse";
import { withReport, type ReportBytes, type StorableReport } from "./reader";

/** The reasons that mean a malformed report. All others mean an invalid one. */
const MALFORMED: readonly ReportReason[] = ["invalid_json", "truncated", "not_utf8", "bad_gzip"];

/** The maximum length of an MRN in bytes, limited by its index. */
const MRN_BYTES = 2_048;

/**
 * Whether the actor may post reports to the space, and whether it exists. Fails with `not_found`, `insufficient_scope`.
 */
export function mayPostReport(actor: Actor, spaceId: string): Promise<Result> {
  return authorizeIn(db(), actor, "report.write", spaceId);
}

/**
 * Parses a report and passes it to `use`, which stores it. Call `mayPostReport` first. Fails with `payload_too_large`,
 * `malformed_report` and `invalid_report` (detail: reason, message, offset, line, column, path), and with `unavailable`
 * if too many reports wait. Throws what `use` throws.
 */
export function receiveReport<T>(
  organizationId: string,
  report: ReportBytes,
  use: (report: StorableReport) => Promise<T>,
): Promise<T | Failure> {
  return withReport<T | Failure>(organizationId, report, async (read) => {
    if (!read.ok) return refused(read);
    const endless = read.assets.find(({ mrn }) => Buffer.byteLength(mrn) > MRN_BYTES);
    return endless
      ? fail("invalid_report", {
          detail: { reason: "wrong_shape", message: `An asset's MRN has at most ${MRN_BYTES} bytes.` },
        })
      : use(read);
  });
}

function refused({ reason, message, offset, line, column, path }: ReportRefused): Failure {
  const code =
    reason === "too_large" ? "payload_too_large" : MALFORMED.includes(reason) ? "malformed_report" : "invalid_report";
  return fail(code, { detail: { reason, message, offset, line, column, path } });
}
