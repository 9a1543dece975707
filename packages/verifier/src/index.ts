export { createVerifier, type Verifier, type VerifierStats } from "./verifier.js";
export type { Demand } from "./demand.js";
export { VerifierError } from "./failure.js";
export type { VerifierOptions } from "./options.js";
export type { Accepted, LimitState, RefusalCode, Refused, Verification, VerifiedToken } from "./result.js";
