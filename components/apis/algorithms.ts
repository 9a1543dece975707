import type { Algorithm } from "@/lib/apis/limits";

/** Why one would choose each algorithm. */
export const ALGORITHM_REASONS: Record<Algorithm, string> = {
  EdDSA: "Ed25519: short signatures, the fastest to sign. Choose it if your verifiers know it; many do not yet.",
  ES256: "ECDSA on P-256: short signatures, known to almost every JWT library and API gateway.",
  RS256: "RSA: long signatures, known to every verifier. Choose it for old or very simple ones.",
};
