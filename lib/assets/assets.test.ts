import { beforeEach, expect, test } from "vitest";
import {
  createOrganization,
  createSpaceIn,
  lastEvents,
  storedTokenActor,
  tokenActor,
} from "../../tools/testing/fixtures";
import { useTestDatabase } from "../../tools/testing/use-database";
import type { TokenActor } from "../access/authorization/actor";
import { db } from "../platform/db";
import { postReport } from "../reports/mutations";
import { getLatestReport } from "./latest-report";
import { deleteAsset } from "./mutations";
import { getAsset, listAssets } from "./queries";
import { listAssetsSchema } from "./schema";
import { summarizeAssets } from "./summary";

useTestDatabase();

const ASSETS = [
  ["//a/1", "Berlin", "debian", 40],
  ["//a/2", "amsterdam", "windows", 90],
  ["//a/3", "Cairo", "debian", 100],
  ["//a/4", "delhi", "debian", null],
] as const;

let organizationId: string;
let spaceId: string;
let viewer: TokenActor;
let editor: TokenActor;

beforeEach(async () => {
  organizationId = (await createOrganization()).id;
  spaceId = (await createSpaceIn(organizationId)).id;
  [viewer, editor] = [
    tokenActor(organizationId, ["viewer"], spaceId),
    await storedTokenActor(organizationId, ["editor"], spaceId),
  ];
  const report = {
    assets: Object.fromEntries(ASSETS.map(([mrn, name, platformName]) => [mrn, { mrn, name, platformName }])),
    scores: Object.fromEntries(
      ASSETS.filter(([, , , score]) => score !== null).map(([mrn, , , score]) => [
        mrn,
        { values: { "//q/1": { score, status: "fail" }, "//q/2": { status: "error" } } },
      ]),
    ),
    errors: { "//a/4": "unreachable" },
  };
  const bytes = Buffer.from(JSON.stringify(report));
  await postReport(await storedTokenActor(organizationId, ["agent"]), { spaceId, gzip: false, bytes });
});

async function page(input: object = {}) {
  const result = await listAssets(viewer, listAssetsSchema.parse({ spaceId, ...input }));
  return result.ok ? result.page : expect.fail(result.reason);
}
const names = async (input: object = {}) => (await page(input)).items.map(({ name }) => name);

test("assets can be sorted by name ignoring case, by score and by last report", async () => {
  expect(await names()).toEqual(["amsterdam", "Berlin", "Cairo", "delhi"]);
  expect(await names({ sort: "score" })).toEqual(["delhi", "Berlin", "amsterdam", "Cairo"]);
  expect(await names({ sort: "score", direction: "desc" })).toEqual(["Cairo", "amsterdam", "Berlin", "delhi"]);
  expect((await names({ sort: "lastSeen" })).length).toBe(4);
});

test("assets are searched by name and MRN, and filtered by platform", async () => {
  expect(await names({ search: "BER" })).toEqual(["Berlin"]);
  expect(await names({ search: "//a/3" })).toEqual(["Cairo"]);
  expect(await names({ search: "%" })).toEqual([]);
  expect(await names({ platform: ["windows"] })).toEqual(["amsterdam"]);
});

test.each(["name", "score", "lastSeen"])(
  "every order (%s) pages forwards and backwards over every asset",
  async (sort) => {
    const one = await page({ sort, limit: 3 });
    const two = await page({ sort, limit: 3, after: one.nextCursor });
    expect(two.items.length).toBe(1);
    const back = await page({ sort, limit: 3, before: two.previousCursor });
    expect(back.items).toEqual(one.items);
    expect(await listAssets(viewer, listAssetsSchema.parse({ spaceId, sort, after: "W10" }))).toMatchObject({
      reason: "invalid_request",
    });
  },
);

test("an asset's newest report has its checks in the report's order", async () => {
  const [asset] = (await page({ search: "Berlin" })).items;
  const latest = await getLatestReport(viewer, String(asset?.id));
  expect(latest).toMatchObject({
    ok: true,
    latest: {
      asset: { name: "Berlin" },
      score: 40,
      moreChecks: false,
      checks: [
        { queryId: "//q/1", score: 40, status: "fail" },
        { queryId: "//q/2", score: null, status: "error" },
      ],
    },
  });
});

test("a space's assets are summarized", async () => {
  expect(await summarizeAssets(viewer, spaceId)).toMatchObject({
    ok: true,
    summary: {
      assets: 4,
      errors: 1,
      averageScore: 77,
      scores: [0, 0, 0, 0, 1, 0, 0, 0, 0, 2],
      platforms: [
        { platform: "debian", assets: 3 },
        { platform: "windows", assets: 1 },
      ],
    },
  });
});

test("deleting an asset deletes its results", async () => {
  const [asset] = (await page()).items;
  expect(await deleteAsset(viewer, { id: String(asset?.id) })).toMatchObject({ reason: "insufficient_scope" });
  expect(await deleteAsset(editor, { id: String(asset?.id) })).toMatchObject({ ok: true });
  expect(await getAsset(viewer, String(asset?.id))).toEqual({ ok: false, reason: "not_found" });
  expect(await db().assetResult.count({ where: { organizationId } })).toBe(3);
  expect((await lastEvents(organizationId))[0]).toMatchObject({ action: "asset.deleted", spaceId });
});

test("an asset outside the tenant or space access is not found, and agents cannot read assets", async () => {
  const id = String((await page()).items[0]?.id);
  const elsewhere = await createSpaceIn(organizationId);
  for (const actor of [
    tokenActor((await createOrganization()).id, ["owner"]),
    tokenActor(organizationId, ["owner"], elsewhere.id),
  ]) {
    for (const answer of [
      await getAsset(actor, id),
      await getLatestReport(actor, id),
      await deleteAsset(actor, { id }),
      await listAssets(actor, listAssetsSchema.parse({ spaceId })),
      await summarizeAssets(actor, spaceId),
    ])
      expect(answer).toEqual({ ok: false, reason: "not_found" });
  }
  expect(await getAsset(tokenActor(organizationId, ["agent"]), id)).toMatchObject({ reason: "insufficient_scope" });
});
