import { z } from "@hono/zod-openapi";
import type { ReportDto } from "../reports/dto";
import { MAX_REPORT_BYTES } from "../reports/parse";
import { deleteReport } from "../reports/mutations";
import { getReport, listReports } from "../reports/queries";
import { mayPostReport, receiveReport } from "../reports/receive";
import { storeReport } from "../reports/store";
import type { ApiApp, ApiContext } from "./context";
import { addOperation, created, done, ok } from "./operation";
import { announced, isJson, mediaType, readEncoding, tooLarge, type ReadBody } from "./operation/body";
import { listOf, pageQuery, toList, toPageInput } from "./operation/lists";
import { readUpload } from "./operation/upload";
import { writeFailure } from "./operation/write";
import { problem } from "./problem";

const countsShape = {
  assets: z.int(),
  scores: z.int(),
  errors: z.int().openapi({ description: "Assets with an error." }),
};

const reportSchema = z
  .object({
    id: z.uuid(),
    spaceId: z.string(),
    ...countsShape,
    size: z.int().openapi({ description: "In bytes, decompressed." }),
    digest: z.string().openapi({ description: "SHA-256 of the decompressed bytes." }),
    createdAt: z.iso.datetime(),
    createdBy: z.string().openapi({ description: "The token that posted it." }),
  })
  .openapi("Report");

const receiptSchema = z.object({ id: z.uuid(), ...countsShape }).openapi("ReportReceipt");

/** A scan report in either of its forms; its content is validated by the parser, not by this schema. */
const scanSchema = z.record(z.string(), z.unknown()).openapi("ScanReport", {
  example: {
    assets: {
      "//assets.example.com/web-1": { mrn: "//assets.example.com/web-1", name: "web-1", platformName: "debian" },
      "//assets.example.com/db-1": { mrn: "//assets.example.com/db-1", name: "db-1" },
    },
    scores: { "//assets.example.com/web-1": { values: { "ssh-no-root": { score: 100, status: "pass" } } } },
    errors: { "//assets.example.com/db-1": "cannot connect: connection refused" },
  },
  description:
    "`assets`, `scores`, `errors` and `data`, or `assets`, `reports`, `bundle`, `errors` and `resolved_policies`.",
});

/** `/api/v1/spaces/{spaceId}/reports`, `/api/v1/reports/{id}`. */
export function addReports(app: ApiApp): void {
  addPost(app);
  addOperation(app, {
    method: "get",
    path: "/api/v1/spaces/{spaceId}/reports",
    operationId: "listReports",
    needs: "report.read",
    tag: "Reports",
    summary: "The reports that a space received, the newest first",
    query: z.strictObject(pageQuery),
    success: { 200: "A page of reports." },
    answers: listOf(reportSchema, "Reports"),
    run: async ({ actor, param, query }) => {
      const result = await listReports(actor, { ...toPageInput(query), spaceId: param("spaceId") });
      return result.ok ? ok(toList(result.page, (report) => report)) : result;
    },
  });
  addOperation(app, {
    method: "get",
    path: "/api/v1/reports/{id}",
    operationId: "getReport",
    needs: "report.read",
    tag: "Reports",
    summary: "One report",
    success: { 200: "What it amounts to." },
    answers: reportSchema,
    run: async ({ actor, param }) => {
      const result = await getReport(actor, param("id"));
      return result.ok ? ok(result.report) : result;
    },
  });
  addOperation(app, {
    method: "delete",
    path: "/api/v1/reports/{id}",
    operationId: "deleteReport",
    needs: "report.delete",
    tag: "Reports",
    summary: "Delete a report; its assets go back to what was known before",
    success: { 204: "It is gone." },
    answers: null,
    run: async ({ actor, param }) => {
      const result = await deleteReport(actor, { id: param("id") });
      return result.ok ? done : result;
    },
  });
}

function addPost(app: ApiApp): void {
  addOperation(app, {
    method: "post",
    path: "/api/v1/spaces/{spaceId}/reports",
    operationId: "postReport",
    needs: "report.write",
    tag: "Reports",
    summary: "Post a scan report",
    description:
      "Up to 20 MiB of JSON, which may be compressed (`Content-Encoding: gzip`). " +
      "The same report posted again changes nothing. For agents only.",
    headers: z.object({ "Content-Encoding": z.enum(["gzip", "identity"]).optional() }),
    accepts: { "application/json": scanSchema },
    success: { 201: "It was stored.", 200: "The space had this very report; nothing was changed." },
    answers: receiptSchema,
    respond: async ({ c, actor, param, once }) => {
      const encoding = encodingOf(c);
      if (!encoding.ok) return encoding.response;
      const spaceId = param("spaceId");
      const allowed = await mayPostReport(actor, spaceId, announced(c));
      if (!allowed.ok) return writeFailure(c, allowed);
      const read = await readUpload(c, MAX_REPORT_BYTES, ENCODINGS);
      if (!read.ok) return read.response;
      const report = { actor, spaceId, bytes: read.value, gzip: encoding.value === "gzip" };
      const answer = await receiveReport<Response>(report, (storable) =>
        once(storable.digest, async (current) => {
          const stored = await storeReport(current, spaceId, storable);
          if (!stored.ok) return stored;
          const receipt = toReceipt(stored.report);
          return stored.known ? ok(receipt) : created(receipt, `/api/v1/reports/${receipt.id}`);
        }),
      );
      return answer instanceof Response ? answer : writeFailure(c, answer);
    },
  });
}

const toReceipt = ({ id, assets, scores, errors }: ReportDto): z.input<typeof receiptSchema> => ({
  id,
  assets,
  scores,
  errors,
});

const ENCODINGS = ["gzip", "identity"];

/** Checks the headers before the body is read. */
function encodingOf(c: ApiContext): ReadBody<string> {
  if (!isJson(mediaType(c)))
    return {
      ok: false,
      response: problem(c, "unsupported_media_type", { detail: "Send the report as application/json." }),
    };
  if (announced(c) > MAX_REPORT_BYTES) return tooLarge(c, MAX_REPORT_BYTES);
  return readEncoding(c, ENCODINGS);
}
