import { reportOn, unique } from "../world";
import { v1, get, remove, type Operation } from "./operation";

const json = { "content-type": "application/json" };

export const REPORTS: readonly Operation[] = [
  {
    name: "postReport",
    action: "report.write",
    of: "space",
    success: 201,
    request: ({ spaceId }) => ({
      method: "POST",
      path: v1(`/spaces/${spaceId}/reports`),
      body: reportOn(`//a/${unique()}`),
      headers: json,
    }),
  },
  {
    name: "listReports",
    action: "report.read",
    of: "space",
    success: 200,
    request: ({ spaceId }) => get(`/spaces/${spaceId}/reports`),
  },
  {
    name: "getReport",
    action: "report.read",
    of: "space",
    success: 200,
    request: async (place) => get(`/reports/${await place.report()}`),
  },
  {
    name: "deleteReport",
    action: "report.delete",
    of: "space",
    success: 204,
    request: async (place) => remove(`/reports/${await place.report()}`),
  },
  {
    name: "listAssets",
    action: "asset.read",
    of: "space",
    success: 200,
    request: ({ spaceId }) => get(`/spaces/${spaceId}/assets`),
  },
  {
    name: "getAsset",
    action: "asset.read",
    of: "space",
    success: 200,
    request: async (place) => get(`/assets/${await place.asset()}`),
  },
  {
    name: "getAssetReport",
    action: "report.read",
    of: "space",
    success: 200,
    request: async (place) => get(`/assets/${await place.asset()}/report`),
  },
  {
    name: "deleteAsset",
    action: "asset.delete",
    of: "space",
    success: 204,
    request: async (place) => remove(`/assets/${await place.asset()}`),
  },
];
