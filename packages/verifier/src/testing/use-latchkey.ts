import { afterEach, beforeEach } from "vitest";
import { createVerifier, type Verifier } from "../index.js";
import type { VerifierOptions } from "../index.js";
import { API } from "./fake-answers";
import { FakeLatchkey, VERIFIER_TOKEN } from "./fake-latchkey";

interface Used {
  readonly latchkey: () => FakeLatchkey;
  /** A verifier that is closed after the test. */
  readonly verifierWith: (options?: Partial<VerifierOptions>) => Verifier;
}

/** A fake Latchkey for each test. */
export function useLatchkey(): Used {
  let latchkey: FakeLatchkey;
  const verifiers: Verifier[] = [];
  beforeEach(async () => {
    latchkey = await FakeLatchkey.start();
  });
  afterEach(async () => {
    for (const verifier of verifiers.splice(0)) verifier.close();
    await latchkey.close();
  });
  return {
    latchkey: () => latchkey,
    verifierWith: (options = {}) => {
      const verifier = createVerifier({ issuer: latchkey.url, token: VERIFIER_TOKEN, api: API, ...options });
      verifiers.push(verifier);
      return verifier;
    },
  };
}
