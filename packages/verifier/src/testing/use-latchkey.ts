import { afterEach, beforeEach, type TestContext } from "vitest";
import { createVerifier, type Verifier, type VerifierOptions } from "../index.js";
import { API } from "./fake-answers";
import { FakeLatchkey, VERIFIER_TOKEN } from "./fake-latchkey";

type VerifierWith = (options?: Partial<VerifierOptions>) => Verifier;

interface OpenLatchkey {
  readonly latchkey: FakeLatchkey;
  /** A verifier that is closed together with the fake. */
  readonly verifierWith: VerifierWith;
  readonly close: () => Promise<void>;
}

async function open(): Promise<OpenLatchkey> {
  const latchkey = await FakeLatchkey.start();
  const verifiers: Verifier[] = [];
  return {
    latchkey,
    verifierWith: (options = {}) => {
      const verifier = createVerifier({ issuer: latchkey.url, token: VERIFIER_TOKEN, api: API, ...options });
      verifiers.push(verifier);
      return verifier;
    },
    close: () => {
      for (const verifier of verifiers) verifier.close();
      return latchkey.close();
    },
  };
}

/** A fake Latchkey for each test of a file. */
export function useLatchkey(): { readonly latchkey: () => FakeLatchkey; readonly verifierWith: VerifierWith } {
  let opened: OpenLatchkey;
  beforeEach(async () => {
    opened = await open();
  });
  afterEach(() => opened.close());
  return { latchkey: () => opened.latchkey, verifierWith: (options) => opened.verifierWith(options) };
}

/** A fake Latchkey for one of several tests that run at once. */
export async function latchkeyFor({ onTestFinished }: TestContext): Promise<Omit<OpenLatchkey, "close">> {
  const { close, ...opened } = await open();
  onTestFinished(close);
  return opened;
}
