import * as oauth from "oauth4webapi";
import * as openid from "openid-client";
import { describe, expect, test } from "vitest";
import { useSeededApi } from "../../../tools/testing/seeded-api";

const { url, secretOf, throwaway } = useSeededApi();

describe("third-party clients", () => {
  const insecure = { [oauth.allowInsecureRequests]: true };

  test("oauth4webapi finds the endpoints, introspects and revokes", async () => {
    const issuer = new URL(url());
    const as = await oauth.processDiscoveryResponse(
      issuer,
      await oauth.discoveryRequest(issuer, { algorithm: "oauth2", ...insecure }),
    );
    expect(as.introspection_endpoint_auth_methods_supported).toEqual(["Bearer", "client_secret_basic"]);
    const client = { client_id: "gateway" };
    const authentication = oauth.ClientSecretBasic(secretOf("Organization verifier"));
    const token = await throwaway();
    const look = async () =>
      oauth.processIntrospectionResponse(
        as,
        client,
        await oauth.introspectionRequest(as, client, authentication, token, insecure),
      );
    expect(await look()).toMatchObject({ active: true, scope: "viewer editor" });
    await oauth.processRevocationResponse(await oauth.revocationRequest(as, client, oauth.None(), token, insecure));
    expect(await look()).toEqual({ active: false });
  });

  test("openid-client introspects and revokes", async () => {
    const config = await openid.discovery(
      new URL(url()),
      "gateway",
      undefined,
      openid.ClientSecretBasic(secretOf("Organization verifier")),
      { algorithm: "oauth2", execute: [openid.allowInsecureRequests] },
    );
    const token = await throwaway();
    expect(await openid.tokenIntrospection(config, token)).toMatchObject({ active: true });
    await openid.tokenRevocation(config, token);
    expect(await openid.tokenIntrospection(config, token)).toEqual({ active: false });
  });
});
