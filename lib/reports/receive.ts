import type { Actor } from "../access/authorization/actor";
import { db } from "../platform/db";
import { fail, type Failure, type Result } from "../platform/result/result";
import { authorizeIn } from "../access/authorization/require-space-access";
import { parseReport, type ReportAccepted, type ReportReason, type ReportRefused } from "./parse";

/** Where a report goes, and how it arrives. */
export interface ReceiveInput {
  readonly spaceId: string;
  /** Whether its bytes are compressed with gzip. */
  readonly gzip: boolean;
}

/** What makes a report broken, as against one that says something impossible. */
const MALFORMED: readonly ReportReason[] = ["invalid_json", "truncated", "not_utf8", "bad_gzip"];

/** The longest MRN in bytes; the index over them has no room for more. */
const MRN_BYTES = 2_048;

/**
 * Reads a report while it arrives, and stores nothing yet. Whether the actor may post it, and whether its space is
 * there, is asked before the first byte is read. Fails with `not_found`, `insufficient_scope`, `payload_too_large`,
 * `malformed_report` and `invalid_report` (detail: reason, message, offset, line, column, path). Throws what `source` throws.
 */
export async function receiveReport(
  actor: Actor,
  { spaceId, gzip }: ReceiveInput,
  source: AsyncIterable<Uint8Array>,
): Promise<Result<{ parsed: ReportAccepted }>> {
  const allowed = await authorizeIn(db(), actor, "report.write", spaceId);
  if (!allowed.ok) return allowed;
  const parsed = await parseReport(source, { gzip });
  if (!parsed.ok) return refused(parsed);
  const endless = parsed.assets.find(({ mrn }) => Buffer.byteLength(mrn) > MRN_BYTES);
  return endless
    ? fail("invalid_report", {
        detail: { reason: "wrong_shape", message: `An asset's MRN has at most ${MRN_BYTES} bytes.` },
      })
    : { ok: true, parsed };
}

function refused({ reason, message, offset, line, column, path }: ReportRefused): Failure {
  const code =
    reason === "too_large" ? "payload_too_large" : MALFORMED.includes(reason) ? "malformed_report" : "invalid_report";
  return fail(code, { detail: { reason, message, offset, line, column, path } });
}
