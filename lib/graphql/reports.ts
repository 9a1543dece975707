import { postReport } from "../reports/mutations";
import type { StoredReport } from "../reports/store";
import { builder } from "./builder";
import { readDataUrl } from "./data-url";
import { required } from "./failure";
import { named, spaceMrn } from "./names";

const GZIP = ["application/gzip", "application/x-gzip"];

const ReportScanResultsInput = builder.inputType("ReportScanResultsInput", {
  fields: (t) => ({
    spaceMrn: t.string({ required: true }),
    dataurl: t.string({
      required: true,
      description: "The report in either JSON form as a data URL in base64: application/json, or application/gzip.",
    }),
  }),
});

const ReportScanResultsPayload = builder.objectRef<StoredReport>("ReportScanResultsPayload").implement({
  fields: (t) => ({
    id: t.id({ resolve: ({ report }) => report.id }),
    spaceMrn: t.string({ resolve: ({ report }) => spaceMrn(report.spaceId) }),
    assets: t.int({ resolve: ({ report }) => report.assets }),
    scores: t.int({ resolve: ({ report }) => report.scores }),
    errors: t.int({ description: "Assets with an error.", resolve: ({ report }) => report.errors }),
    known: t.exposeBoolean("known", { description: "Whether the space had this very report; nothing was changed." }),
  }),
});

builder.mutationField("reportScanResults", (t) =>
  t.field({
    type: ReportScanResultsPayload,
    nullable: true,
    description: "Stores a scan report; for agents. The same report posted again changes nothing.",
    args: { input: t.arg({ type: ReportScanResultsInput, required: true }) },
    resolve: async (_, { input }, { actor }) => {
      const spaceId = named(input.spaceMrn, "space").id;
      const { type, bytes } = readDataUrl("dataurl", input.dataurl, ["application/json", ...GZIP]);
      return required(await postReport(actor, { spaceId, bytes, gzip: GZIP.includes(type) }));
    },
  }),
);
