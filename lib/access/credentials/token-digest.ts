import { hash } from "node:crypto";
import type { Secret } from "../../platform/secret";

/** SHA-256 of the whole token string: random input needs no slow hash. 32 bytes, the primary key of TokenSecret. */
export function digestOf(token: string): Buffer {
  return hash("sha256", token, "buffer");
}

/** The digest of a secret, without revealing it to the caller. */
export function digestOfSecret(secret: Secret): Buffer {
  return digestOf(secret.reveal());
}

/** The digest as a latin1 string of 32 characters: a map key that is cheaper than a Buffer. */
export function digestKey(token: string): string {
  return hash("sha256", token, "binary");
}
