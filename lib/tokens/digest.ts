import { createHash } from "node:crypto";
import type { Secret } from "../secret";

/** SHA-256 of the whole token string: random input needs no slow hash. 32 bytes, the primary key of TokenSecret. */
export function digestOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

/** The digest of a secret, without revealing it to the caller. */
export function digestOfSecret(secret: Secret): Buffer {
  return digestOf(secret.reveal());
}
