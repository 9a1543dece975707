import { unique } from "../../../api/testing/world";
import { mutation, byId } from "./documents";
import type { GraphqlOperation } from "./operation";

export const APIS: readonly GraphqlOperation[] = [
  {
    name: "apis",
    action: "api.read",
    of: "organization",
    issuer: "allowed",
    rest: "listApis",
    document: () => ({ query: "{ apis(first: 1) { edges { node { id scopeCount } } } }", variables: {} }),
  },
  {
    name: "api",
    action: "api.read",
    of: "wide",
    rest: "getApi",
    document: async (place) => byId("query", "api", "{ identifier }", await place.api()),
  },
  {
    name: "apiScopes",
    action: "api.read",
    of: "wide",
    rest: "getApi",
    document: async (place) => byId("query", "apiScopes", "{ name description }", await place.api()),
  },
  {
    name: "createAPI",
    action: "api.write",
    of: "organization",
    rest: "createApi",
    document: () =>
      mutation("createAPI", "CreateAPIInput!", "{ id }", {
        identifier: `https://${unique()}.example.com`,
        name: "Invoices",
      }),
  },
  {
    name: "updateAPI",
    action: "api.write",
    of: "wide",
    rest: "updateApi",
    document: async (place) =>
      mutation("updateAPI", "UpdateAPIInput!", "{ id }", { id: await place.api(), description: unique() }),
  },
  {
    name: "setAPIScopes",
    action: "api.write",
    of: "wide",
    rest: "setApiScopes",
    document: async (place) =>
      mutation("setAPIScopes", "SetAPIScopesInput!", "{ id }", {
        id: await place.api(),
        scopes: [{ name: unique() }],
      }),
  },
  {
    name: "deleteAPI",
    action: "api.write",
    of: "wide",
    rest: "deleteApi",
    document: async (place) => byId("mutation", "deleteAPI", "", await place.api()),
  },
];
