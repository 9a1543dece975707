import { gzipSync } from "node:zlib";
import { generateBundle } from "../../tools/sample-data/bundle";
import { generateReport } from "../../tools/sample-data/report";

/** The space and the tokens for uploads. */
export interface UploadTarget {
  readonly spaceId: string;
  readonly editor: string;
  readonly agent: string;
}

/** One upload, as a client sends it. */
export interface BenchUpload {
  readonly path: string;
  readonly token: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer<ArrayBuffer>;
}

/** A kind of upload, generated for each round, because known content is handled faster. */
export interface UploadKind {
  readonly name: string;
  readonly make: (place: UploadTarget, round: number) => BenchUpload;
  /** The limits in ms and MiB, if it has a goal. */
  readonly goal?: { readonly ms: number; readonly mebibytes: number };
}

const JSON_TYPE = { "content-type": "application/json" };
const GOAL = { ms: 2_000, mebibytes: 200 };

const bundle = (bytes: number, checks: number) => (seed: number) =>
  Buffer.from(generateBundle({ seed, bytes, checks }));
const report = (options: Omit<Parameters<typeof generateReport>[0] & object, "seed">) => (seed: number) =>
  Buffer.from(generateReport({ ...options, seed }));
const dataurl = (type: string, bytes: Buffer): string => `data:${type};base64,${bytes.toString("base64")}`;

const postBundle =
  (file: (seed: number) => Buffer<ArrayBuffer>): UploadKind["make"] =>
  ({ spaceId, editor }, round) => ({
    path: `/api/v1/spaces/${spaceId}/policies?overwrite=true`,
    token: editor,
    headers: { "content-type": "application/yaml" },
    body: file(round),
  });

const postReport =
  (file: (seed: number) => Buffer<ArrayBuffer>, gzip = false): UploadKind["make"] =>
  ({ spaceId, agent }, round) => ({
    path: `/api/v1/spaces/${spaceId}/reports`,
    token: agent,
    headers: gzip ? { ...JSON_TYPE, "content-encoding": "gzip" } : JSON_TYPE,
    body: gzip ? gzipSync(file(round)) : file(round),
  });

const document = (query: string, input: object): Buffer<ArrayBuffer> =>
  Buffer.from(JSON.stringify({ query, variables: { input } }));

const setCustomPolicy =
  (file: (seed: number) => Buffer): UploadKind["make"] =>
  ({ spaceId, editor }, round) => ({
    path: "/api/graphql",
    token: editor,
    headers: JSON_TYPE,
    body: document("mutation ($input: [SetCustomPolicyInput!]!) { setCustomPolicy(input: $input) { policyMrns } }", {
      scopeMrn: `//captain.api.mondoo.app/spaces/${spaceId}`,
      dataurl: dataurl("application/x-yaml", file(round)),
      overwrite: true,
    }),
  });

const reportScanResults =
  (file: (seed: number) => Buffer): UploadKind["make"] =>
  ({ spaceId, agent }, round) => ({
    path: "/api/graphql",
    token: agent,
    headers: JSON_TYPE,
    body: document("mutation ($input: ReportScanResultsInput!) { reportScanResults(input: $input) { id } }", {
      spaceMrn: `//captain.api.mondoo.app/spaces/${spaceId}`,
      dataurl: dataurl("application/json", file(round)),
    }),
  });

const BUNDLE = bundle(3_000_000, 1_000);
const REPORT = report({ bytes: 2_500_000, assets: 100, scoresPerAsset: 100 });
const FULL_REPORT = report({ form: "full", bytes: 2_500_000, assets: 100, scoresPerAsset: 100 });
const MANY_ASSETS = report({ assets: 5_000, failedAssets: 45_000, scoresPerAsset: 0 });

/** Everything that is measured, in this order. */
export const KINDS: readonly UploadKind[] = [
  { name: "bundle of 3 MB, 1,000 checks", make: postBundle(BUNDLE), goal: GOAL },
  { name: "the same by GraphQL", make: setCustomPolicy(BUNDLE), goal: GOAL },
  { name: "report of 2.5 MB", make: postReport(REPORT), goal: GOAL },
  { name: "the same, compressed", make: postReport(REPORT, true), goal: GOAL },
  { name: "the same by GraphQL", make: reportScanResults(REPORT), goal: GOAL },
  { name: "report of 2.5 MB, full form", make: postReport(FULL_REPORT), goal: GOAL },
  { name: "bundle of 5 MiB, 1,700 checks", make: postBundle(bundle(5 * 1024 * 1024, 1_700)) },
  { name: "report of 20 MB", make: postReport(report({ bytes: 20_000_000, assets: 1_000, scoresPerAsset: 100 })) },
  {
    name: "the same by GraphQL",
    make: reportScanResults(report({ bytes: 20_000_000, assets: 1_000, scoresPerAsset: 100 })),
  },
  { name: "report on 50,000 assets", make: postReport(MANY_ASSETS) },
];

/** Small uploads that load the measured code first. */
export const WARM_UPS: readonly UploadKind["make"][] = [
  postBundle(bundle(40_000, 5)),
  setCustomPolicy(bundle(40_000, 5)),
  postReport(report({})),
  reportScanResults(report({ assets: 2 })),
];
