import type { ChainToVerify, Verification } from "./chain";

/** What the thread that verifies a chain is given. */
export interface VerifierInput extends ChainToVerify {
  readonly databaseUrl: string;
}

/** What it answers. An error loses its class on the way, but not its code, which says whether the database is away. */
export type VerifierOutput =
  | { readonly ok: true; readonly verification: Verification }
  | { readonly ok: false; readonly message: string; readonly code: string | null };
