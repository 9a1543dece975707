import type { LatchkeyUnderTest } from "./contract";
import { API, ORGANIZATION } from "./fake-answers";
import { FakeLatchkey, VERIFIER_TOKEN } from "./fake-latchkey";

/** A fake Latchkey whose instances are behind by so many ms when they answer checks. */
export async function openFake({ staleMs = 0 } = {}): Promise<LatchkeyUnderTest> {
  const latchkey = await FakeLatchkey.start();
  const { tokens } = latchkey;
  latchkey.staleMs = staleMs;
  return {
    url: latchkey.url,
    organization: ORGANIZATION,
    token: VERIFIER_TOKEN,
    api: API,
    hasStream: true,
    issue: async (fields) => tokens.issue(fields),
    revoke: async (id) => void tokens.revoke(id),
    revokeSubject: async (subject) => void tokens.revokeSubject(subject),
    setScopes: async (id, scopes) => void tokens.setScopes(id, scopes),
    exchange: (secret) => latchkey.exchange(secret),
    close: () => latchkey.close(),
  };
}
