import { unique } from "../world";
import { v1, get, remove, type Operation } from "./operation";

export const APIS: readonly Operation[] = [
  {
    name: "listApis",
    action: "api.read",
    of: "organization",
    issuer: "allowed",
    success: 200,
    request: () => get("/apis"),
  },
  {
    name: "createApi",
    action: "api.write",
    of: "organization",
    success: 201,
    request: () => ({
      method: "POST",
      path: v1("/apis"),
      body: { identifier: `https://${unique()}.example.com`, name: "Invoices", scopes: [{ name: "invoices:read" }] },
    }),
  },
  {
    name: "getApi",
    action: "api.read",
    of: "wide",
    success: 200,
    request: async (place) => get(`/apis/${await place.api()}`),
  },
  {
    name: "updateApi",
    action: "api.write",
    of: "wide",
    success: 200,
    request: async (place) => ({
      method: "PATCH",
      path: v1(`/apis/${await place.api()}`),
      body: { description: unique() },
    }),
  },
  {
    name: "setApiScopes",
    action: "api.write",
    of: "wide",
    success: 200,
    request: async (place) => ({
      method: "PUT",
      path: v1(`/apis/${await place.api()}/scopes`),
      body: { scopes: [{ name: unique() }] },
    }),
  },
  {
    name: "deleteApi",
    action: "api.write",
    of: "wide",
    success: 204,
    request: async (place) => remove(`/apis/${await place.api()}`),
  },
];
