import { z } from "@hono/zod-openapi";
import { getLatestReport } from "../assets/latest-report";
import { deleteAsset } from "../assets/mutations";
import { getAsset, listAssets } from "../assets/queries";
import { ASSET_SORTS } from "../assets/schema";
import type { ApiApp } from "./context";
import { addOperation, done, ok } from "./operation";
import { direction, listOf, pageQuery, search, severalTexts, toList, toPageInput } from "./operation/lists";

const score = z.number().min(0).max(100).nullable();

const assetSchema = z
  .object({
    id: z.uuid(),
    spaceId: z.string(),
    mrn: z.string().openapi({ description: "The agent's own word for it; unique within the space." }),
    name: z.string(),
    platform: z.string().nullable(),
    platformVersion: z.string().nullable(),
    arch: z.string().nullable(),
    score: score.openapi({ description: "0 to 100, of the newest report; null without a result." }),
    error: z.string().nullable(),
    lastSeenAt: z.iso.datetime(),
    createdAt: z.iso.datetime(),
    lastReportId: z.uuid().nullable(),
  })
  .openapi("Asset");

const checkSchema = z
  .object({ queryId: z.string(), score, status: z.string().openapi({ example: "pass" }) })
  .openapi("Check");

const assetReportSchema = z
  .object({
    asset: assetSchema,
    reportId: z.uuid(),
    receivedAt: z.iso.datetime(),
    receivedFrom: z.string(),
    score,
    error: z.string().nullable(),
    checks: z.array(checkSchema).readonly().openapi({ description: "The first 10,000, in the report's order." }),
    moreChecks: z.boolean().openapi({ description: "Whether there are more." }),
  })
  .openapi("AssetReport");

const listQuery = z.strictObject({
  search,
  platform: severalTexts("Only these platforms, such as `debian`."),
  sort: z
    .enum(ASSET_SORTS)
    .default("name")
    .openapi({ description: "By score, assets without one stand below the worst." }),
  direction: direction.default("asc"),
  ...pageQuery,
});

/** `/api/v1/spaces/{spaceId}/assets`, `/api/v1/assets/{id}` and its newest report. */
export function addAssets(app: ApiApp): void {
  addOperation(app, {
    method: "get",
    path: "/api/v1/spaces/{spaceId}/assets",
    operationId: "listAssets",
    needs: "asset.read",
    tag: "Assets",
    summary: "The assets that a space's reports spoke of",
    query: listQuery,
    success: { 200: "A page of assets." },
    answers: listOf(assetSchema, "Assets"),
    run: async ({ actor, param, query }) => {
      const result = await listAssets(actor, { ...toPageInput(query), spaceId: param("spaceId") });
      return result.ok ? ok(toList(result.page, (asset) => asset)) : result;
    },
  });
  addOperation(app, {
    method: "get",
    path: "/api/v1/assets/{id}",
    operationId: "getAsset",
    needs: "asset.read",
    tag: "Assets",
    summary: "One asset",
    success: { 200: "The asset." },
    answers: assetSchema,
    run: async ({ actor, param }) => {
      const result = await getAsset(actor, param("id"));
      return result.ok ? ok(result.asset) : result;
    },
  });
  addOperation(app, {
    method: "delete",
    path: "/api/v1/assets/{id}",
    operationId: "deleteAsset",
    needs: "asset.delete",
    tag: "Assets",
    summary: "Delete an asset with what reports said of it",
    success: { 204: "It is gone." },
    answers: null,
    run: async ({ actor, param }) => {
      const result = await deleteAsset(actor, { id: param("id") });
      return result.ok ? done : result;
    },
  });
  addLatestReport(app);
}

function addLatestReport(app: ApiApp): void {
  addOperation(app, {
    method: "get",
    path: "/api/v1/assets/{id}/report",
    operationId: "getAssetReport",
    needs: "report.read",
    tag: "Assets",
    summary: "What the newest report says of an asset, check by check",
    success: { 200: "The asset's part of the report." },
    answers: assetReportSchema,
    run: async ({ actor, param }) => {
      const result = await getLatestReport(actor, param("id"));
      return result.ok ? ok(result.latest) : result;
    },
  });
}
