import { describe, expect, test } from "vitest";
import { useSeededApi } from "../../../tools/testing/seeded-api";
import { db } from "../../platform/db";
import { digestOf } from "../../access/credentials/token-digest";

const { url, secretOf, post, introspect, throwaway } = useSeededApi();

describe("POST /oauth/revoke", () => {
  test("whoever holds a token may end it, and it is dead on the next request", async () => {
    const secret = await throwaway();
    expect((await post("/oauth/revoke", { token: secret })).status).toBe(200);
    expect((await fetch(url("/api/v1/token"), { headers: { authorization: `Bearer ${secret}` } })).status).toBe(401);
    expect(await introspect({ token: secret })).toEqual({ active: false });
    const stored = await db().tokenSecret.findUniqueOrThrow({
      where: { digest: new Uint8Array(digestOf(secret)) },
      include: { token: true },
    });
    expect(stored.token.revokedAt).not.toBeNull();
    const event = await db().auditEvent.findFirstOrThrow({
      where: { resourceId: stored.tokenId, action: "token.revoked" },
    });
    expect(event).toMatchObject({ actorKind: "token", actorId: stored.tokenId });
  });

  test("unknown, malformed and dead tokens are 200 too; no token is an error", async () => {
    for (const token of ["nothing", secretOf("Leaked in a chat"), secretOf("Old CI job")])
      expect((await post("/oauth/revoke", { token })).status).toBe(200);
    expect((await post("/oauth/revoke", {})).status).toBe(400);
  });

  test("a JWT cannot be taken back, and nobody is told that it was", async () => {
    const exchanged = await post("/oauth/token", {
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
      subject_token: secretOf("Organization viewer"),
    });
    const { access_token } = (await exchanged.json()) as { access_token: string };
    const refused = await post("/oauth/revoke", { token: access_token });
    expect([refused.status, await refused.json()]).toEqual([
      400,
      expect.objectContaining({ error: "unsupported_token_type" }),
    ]);
  });
});
