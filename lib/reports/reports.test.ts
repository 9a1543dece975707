import { gzipSync } from "node:zlib";
import { beforeEach, expect, test } from "vitest";
import { generateReport } from "../../tools/sample-data/report";
import {
  createOrganization,
  createSpaceIn,
  lastEvents,
  storedTokenActor,
  tokenActor,
} from "../../tools/testing/fixtures";
import { textsOfStatements } from "../../tools/testing/statements";
import { useTestDatabase } from "../../tools/testing/use-database";
import { listAssets } from "../assets/queries";
import { listAssetsSchema } from "../assets/schema";
import type { TokenActor } from "../access/authorization/actor";
import { db } from "../platform/db";
import { deleteReport, postReport } from "./mutations";
import { getReport, listReports } from "./queries";
import { listReportsSchema } from "./schema";

useTestDatabase();

let organizationId: string;
let spaceId: string;
let agent: TokenActor;
let viewer: TokenActor;
let editor: TokenActor;

beforeEach(async () => {
  organizationId = (await createOrganization()).id;
  spaceId = (await createSpaceIn(organizationId)).id;
  [agent, viewer, editor] = [
    await storedTokenActor(organizationId, ["agent"], spaceId),
    tokenActor(organizationId, ["viewer"]),
    await storedTokenActor(organizationId, ["editor"]),
  ];
});

const post = (report: unknown, { gzip = false, space = spaceId, actor = agent } = {}) => {
  const bytes = Buffer.from(typeof report === "string" ? report : JSON.stringify(report));
  return postReport(actor, { spaceId: space, gzip, bytes: gzip ? gzipSync(bytes) : bytes });
};
const scored = (mrn: string, score: number, name = mrn) => ({
  assets: { [mrn]: { mrn, name, platformName: "debian" } },
  scores: { [mrn]: { values: { "//q/1": { score, status: score === 100 ? "pass" : "fail" } } } },
});
async function assets(space = spaceId) {
  const result = await listAssets(viewer, listAssetsSchema.parse({ spaceId: space }));
  return result.ok ? result.page.items : expect.fail(result.reason);
}
async function stored(report: unknown) {
  const result = await post(report);
  return result.ok ? result : expect.fail(JSON.stringify(result));
}
const snapshot = async () =>
  JSON.stringify([
    await db().asset.findMany({ where: { spaceId }, orderBy: { id: "asc" } }),
    await db().assetResult.count({ where: { organizationId } }),
    await db().report.count({ where: { spaceId } }),
  ]);

test("a report becomes assets with scores and errors", async () => {
  const { report, known } = await stored({ ...scored("//a/1", 40, "one"), errors: { "//a/2": "no route to host" } });
  expect(known).toBe(false);
  expect(report).toMatchObject({ spaceId, assets: 2, scores: 1, errors: 1, createdBy: "Test token" });
  expect(await assets()).toMatchObject([
    { mrn: "//a/2", name: "//a/2", platform: null, score: null, error: "no route to host" },
    { mrn: "//a/1", name: "one", platform: "debian", score: 40, error: null, lastReportId: report.id },
  ]);
  expect((await lastEvents(organizationId))[0]).toMatchObject({
    action: "report.received",
    spaceId,
    message: "Received a report on 2 assets",
  });
});

test("posting the same report twice changes nothing, regardless of compression", async () => {
  const first = await stored(scored("//a/1", 40));
  const before = await snapshot();
  const [event] = await lastEvents(organizationId);
  for (const gzip of [false, true])
    expect(await post(scored("//a/1", 40), { gzip })).toEqual({ ok: true, known: true, report: first.report });
  expect(await snapshot()).toBe(before);
  expect((await lastEvents(organizationId))[0]?.sequence).toBe(event?.sequence);
});

test("the same report posted concurrently is stored once", async () => {
  const text = generateReport({ assets: 200, scoresPerAsset: 5 });
  const answers = await Promise.all(Array.from({ length: 5 }, () => post(text)));
  expect(answers.map((answer) => answer.ok && answer.known).sort()).toEqual([false, true, true, true, true]);
  expect(await db().report.count({ where: { spaceId } })).toBe(1);
  expect(await db().assetResult.count({ where: { organizationId } })).toBe(200);
});

test("concurrent reports on the same assets do not deadlock", async () => {
  const mrns = Array.from({ length: 100 }, (_, index) => `//a/${index}`);
  const of = (order: string[], score: number) => ({
    assets: Object.fromEntries(order.map((mrn) => [mrn, { mrn, name: "n" }])),
    scores: Object.fromEntries(order.map((mrn) => [mrn, { values: { q: { score, status: "fail" } } }])),
  });
  const answers = await Promise.all([1, 2, 3, 4].map((score) => post(of(score % 2 ? mrns : mrns.toReversed(), score))));
  expect(answers.every((answer) => answer.ok && !answer.known)).toBe(true);
  expect((await assets()).length).toBe(50);
  expect(await db().asset.count({ where: { spaceId } })).toBe(100);
});

test("a newer report replaces the results of an older one, and keeps a name that it lacks", async () => {
  await stored(scored("//a/1", 40, "one"));
  const { report } = await stored({ errors: { "//a/1": "connection refused" } });
  expect(await assets()).toMatchObject([
    { name: "one", platform: "debian", score: null, error: "connection refused", lastReportId: report.id },
  ]);
});

test("a report that is older than the assets' last one changes nothing", async () => {
  await stored(scored("//a/1", 40));
  await db().asset.updateMany({ where: { spaceId }, data: { lastSeenAt: new Date(Date.now() + 60_000) } });
  const { report } = await stored(scored("//a/1", 90));
  expect(await assets()).toMatchObject([{ score: 40 }]);
  expect(await db().assetResult.count({ where: { reportId: report.id } })).toBe(1);
  expect((await assets())[0]?.lastReportId).not.toBe(report.id);
});

test("a refused report is not found where its space is not, whatever its size", async () => {
  for (const text of ["{", `{"errors":"${" ".repeat(300_000)}"}`])
    expect(await post(text, { space: "no-such-space", actor: tokenActor(organizationId, ["agent"]) })).toEqual({
      ok: false,
      reason: "not_found",
    });
});

test("an asset's MRN is only unique within its space", async () => {
  const other = await createSpaceIn(organizationId);
  const mrn = `//assets.api.mondoo.app/spaces/${other.id}/assets/1`;
  await stored(scored(mrn, 40));
  expect((await assets()).map((asset) => asset.mrn)).toEqual([mrn]);
  expect(await assets(other.id)).toEqual([]);
  await post(scored(mrn, 70), { space: other.id, actor: await storedTokenActor(organizationId, ["agent"]) });
  expect(await assets()).toMatchObject([{ score: 40 }]);
  expect(await assets(other.id)).toMatchObject([{ score: 70 }]);
});

test("deleting the newest report returns its assets to their previous state", async () => {
  const first = await stored(scored("//a/1", 40));
  await stored(scored("//a/2", 10));
  const newest = await stored({ ...scored("//a/1", 90), errors: { "//a/3": "x" } });
  expect(await deleteReport(editor, { id: newest.report.id })).toMatchObject({ ok: true });
  expect(await assets()).toMatchObject([
    { mrn: "//a/1", score: 40, lastReportId: first.report.id },
    { mrn: "//a/2", score: 10 },
    { mrn: "//a/3", score: null, error: null, lastReportId: null },
  ]);
  expect(await getReport(viewer, newest.report.id)).toEqual({ ok: false, reason: "not_found" });
  expect(await post({ ...scored("//a/1", 90), errors: { "//a/3": "x" } })).toMatchObject({ ok: true, known: false });
});

test("reports are listed with the newest first, in pages", async () => {
  for (const score of [1, 2, 3]) await stored(scored("//a/1", score));
  const page = async (after: string) => {
    const result = await listReports(viewer, listReportsSchema.parse({ spaceId, limit: 2, after }));
    return result.ok ? result.page : expect.fail(result.reason);
  };
  const one = await page("");
  const two = await page(String(one.nextCursor));
  expect([one.total, one.items.length, two.items.length, two.nextCursor]).toEqual([3, 2, 1, null]);
  expect([...one.items, ...two.items].map(({ createdAt }) => createdAt)).toEqual(
    [...one.items, ...two.items]
      .map(({ createdAt }) => createdAt)
      .sort()
      .reverse(),
  );
});

test.each([
  ["broken JSON", '{"assets": {', "malformed_report", "truncated"],
  ["a wrong word", '{"assets": nope}', "malformed_report", "invalid_json"],
  ["another shape", '{"hello": 1}', "invalid_report", "wrong_shape"],
  ["a duplicate key", '{"assets":{}, "assets":{}}', "invalid_report", "duplicate_key"],
])("%s is refused with its place, and stores nothing", async (_what, text, reason, why) => {
  expect(await post(text)).toMatchObject({ ok: false, reason, detail: { reason: why } });
  expect(await db().report.count({ where: { spaceId } })).toBe(0);
});

test("an MRN that is too long for the index is refused", async () => {
  const mrn = "🜁".repeat(512);
  expect(await post(scored(mrn, 1))).toMatchObject({ ok: true });
  const wide = "一".repeat(1000);
  expect(await post(scored(wide, 1))).toMatchObject({ ok: false, reason: "invalid_report" });
});

test("5,000 assets are stored with two statements more than one is", async () => {
  const statementsFor = async (count: number) => {
    const mrns = Array.from({ length: count }, (_, index) => `//assets.example.com/of-${count}/${index}`);
    const report = {
      assets: Object.fromEntries(
        mrns.map((mrn) => [mrn, { mrn, name: `host-${mrn.slice(-5)}`, platformName: "debian" }]),
      ),
      scores: Object.fromEntries(mrns.map((mrn) => [mrn, { values: { "//q/1": { score: 100, status: "pass" } } }])),
    };
    const texts = await textsOfStatements(async () =>
      expect(await post(report)).toMatchObject({ ok: true, report: { assets: count, scores: count } }),
    );
    return texts.length;
  };
  await statementsFor(2); // the first one of a deployment makes its keys
  const one = await statementsFor(1);
  expect(one).toBe(5); // BEGIN, the report, the audit log's lock and event, COMMIT
  expect(await statementsFor(5_000)).toBe(one + 2); // looks for the space first, and discards plans for few rows
  expect(await db().asset.count({ where: { spaceId } })).toBe(5_003);
});

test("only agents can post, and only to spaces that they can access", async () => {
  for (const permission of ["viewer", "editor", "owner"] as const)
    expect(await post(scored("//a/1", 1), { actor: tokenActor(organizationId, [permission]) })).toMatchObject({
      reason: "insufficient_scope",
    });
  const elsewhere = await createSpaceIn(organizationId);
  expect(await post(scored("//a/1", 1), { space: elsewhere.id })).toEqual({ ok: false, reason: "not_found" });
  expect(await post(scored("//a/1", 1), { actor: tokenActor((await createOrganization()).id, ["agent"]) })).toEqual({
    ok: false,
    reason: "not_found",
  });
  expect(
    await post(scored("//a/1", 1), { space: "no-such-space", actor: tokenActor(organizationId, ["agent"]) }),
  ).toEqual({ ok: false, reason: "not_found" });
});
