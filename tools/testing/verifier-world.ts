import { randomUUID } from "node:crypto";
import { createApi } from "../../lib/apis/mutations";
import { createApiSchema } from "../../lib/apis/schema";
import type { Result } from "../../lib/platform/result/result";
import { setGrants } from "../../lib/tokens/grants";
import { issueToken } from "../../lib/tokens/issuing";
import { revokeSubject, revokeToken } from "../../lib/tokens/revoking";
import { issueTokenSchema } from "../../lib/tokens/schema";
import { SCOPES, type LatchkeyUnderTest } from "../../packages/verifier/src/testing/contract";
import { superAdmin } from "./actors";

interface Where {
  readonly url: string;
  readonly organization: string;
  readonly hasStream: boolean;
}

/** An API of a real Latchkey at `url`, and its tokens, for the tests of `@latchkey/verifier`. */
export async function openVerifierWorld({ url, organization, hasStream }: Where): Promise<LatchkeyUnderTest> {
  const admin = superAdmin(organization);
  const api = `urn:test:${randomUUID()}`;
  const scopes = SCOPES.map((name) => ({ name, description: "" }));
  must(await createApi(admin, createApiSchema.parse({ identifier: api, name: "Invoices", scopes })));
  const make = async (fields: object) =>
    must(await issueToken(admin, issueTokenSchema.parse({ name: randomUUID(), ...fields })));
  const seen = (tokenId: string) => ({ tokenId, version: null });
  return {
    url,
    organization,
    api,
    hasStream,
    token: (await make({ permissions: ["verifier"] })).secret.reveal(),
    issue: async ({ scopes: granted, networks, requestsPerMinute, expiresAt, ...rest }) => {
      const limits = { networks, requestsPerMinute };
      const expiration = expiresAt ? { kind: "at", at: expiresAt.toISOString() } : { kind: "never" };
      const grants = [{ api, scopes: [...granted] }];
      const { token, secret } = await make({ permissions: [], grants, limits, expiration, ...rest });
      return { id: token.id, secret: secret.reveal() };
    },
    revoke: async (id) => void must(await revokeToken(admin, { tokenId: id })),
    revokeSubject: async (subject) => void must(await revokeSubject(admin, { subject })),
    setScopes: async (id, granted) =>
      void must(await setGrants(admin, { ...seen(id), grants: [{ api, scopes: [...granted] }] })),
    exchange: (secret) => exchange(url, secret, api),
    close: () => Promise.resolve(),
  };
}

async function exchange(url: string, secret: string, api: string): Promise<string> {
  const body = new URLSearchParams({
    grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
    subject_token: secret,
    subject_token_type: "urn:ietf:params:oauth:token-type:access_token",
    resource: api,
  });
  const answer = await fetch(`${url}/oauth/token`, { method: "POST", body });
  if (answer.status !== 200) throw new Error(`the exchange was answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { access_token: string }).access_token;
}

function must<T extends object>(result: Result<T>): T {
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result;
}
