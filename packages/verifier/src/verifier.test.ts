import { API, ORGANIZATION } from "./testing/fake-answers";
import { describeVerifier } from "./testing/contract";
import { FakeLatchkey, VERIFIER_TOKEN } from "./testing/fake-latchkey";

describeVerifier("a fake Latchkey", async () => {
  const latchkey = await FakeLatchkey.start();
  const { tokens } = latchkey;
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
});
