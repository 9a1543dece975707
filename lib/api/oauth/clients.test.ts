import * as oauth from "oauth4webapi";
import * as openid from "openid-client";
import { beforeAll, describe, expect, test } from "vitest";
import { issueSecret, registerApi } from "../../../tools/testing/scoped-tokens";
import { useSeededApi } from "../../../tools/testing/seeded-api";

const { url, secretOf, throwaway } = useSeededApi();

const ORGANIZATION = "lunalectric";
const BILLING = "https://billing.lunalectric.example/v1?x=1&y=2";
const MAIL = "urn:lunalectric:mail";
/** A token with scopes of the API Billing, for a customer. */
let customer: string;

beforeAll(async () => {
  for (const api of [BILLING, MAIL]) await registerApi(ORGANIZATION, api, ["read", "write"]);
  const grants = [{ api: BILLING, scopes: ["read", "write"] }];
  customer = await issueSecret(ORGANIZATION, { grants, subject: "customer-7", metadata: { plan: "pro" } });
});

/** What introspection answers about the customer's token and the API Billing. */
const OF_BILLING = {
  active: true,
  aud: BILLING,
  scope: "read write",
  sub: "customer-7",
  latchkey_metadata: { plan: "pro" },
};

describe("oauth4webapi", () => {
  const insecure = { [oauth.allowInsecureRequests]: true };
  const client = { client_id: "gateway" };

  async function discover(): Promise<oauth.AuthorizationServer> {
    const issuer = new URL(url());
    const response = await oauth.discoveryRequest(issuer, { algorithm: "oauth2", ...insecure });
    return oauth.processDiscoveryResponse(issuer, response);
  }

  async function introspect(as: oauth.AuthorizationServer, token: string, parameters: Record<string, string> = {}) {
    const authentication = oauth.ClientSecretBasic(secretOf("Organization verifier"));
    const options = { ...insecure, additionalParameters: parameters };
    const response = await oauth.introspectionRequest(as, client, authentication, token, options);
    return oauth.processIntrospectionResponse(as, client, response);
  }

  test("finds the endpoints, introspects and revokes", async () => {
    const as = await discover();
    expect(as.introspection_endpoint_auth_methods_supported).toEqual(["Bearer", "client_secret_basic"]);
    const token = await throwaway();
    expect(await introspect(as, token)).toMatchObject({ active: true, scope: "viewer editor" });
    await oauth.processRevocationResponse(await oauth.revocationRequest(as, client, oauth.None(), token, insecure));
    expect(await introspect(as, token)).toEqual({ active: false });
  });

  test("introspects for one API by its resource", async () => {
    const as = await discover();
    expect(await introspect(as, customer, { resource: BILLING })).toMatchObject(OF_BILLING);
    const others: Record<string, string>[] = [{ resource: MAIL }, { resource: url() }, {}];
    for (const other of others) expect(await introspect(as, customer, other)).toEqual({ active: false });
  });
});

describe("openid-client", () => {
  const discover = () =>
    openid.discovery(
      new URL(url()),
      "gateway",
      undefined,
      openid.ClientSecretBasic(secretOf("Organization verifier")),
      { algorithm: "oauth2", execute: [openid.allowInsecureRequests] },
    );

  test("introspects and revokes", async () => {
    const config = await discover();
    const token = await throwaway();
    expect(await openid.tokenIntrospection(config, token)).toMatchObject({ active: true });
    await openid.tokenRevocation(config, token);
    expect(await openid.tokenIntrospection(config, token)).toEqual({ active: false });
  });

  test("introspects for one API by its resource", async () => {
    const config = await discover();
    expect(await openid.tokenIntrospection(config, customer, { resource: BILLING })).toMatchObject(OF_BILLING);
    for (const other of [{ resource: MAIL }, { resource: url() }, undefined])
      expect(await openid.tokenIntrospection(config, customer, other)).toEqual({ active: false });
  });
});
