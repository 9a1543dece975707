import { createHash, randomBytes } from "node:crypto";
import { z } from "../../platform/validation/zod";
import { Secret } from "../../platform/secret";

/** A new secret for a link that users pass on themselves: 256 bits from the CSPRNG, in base64url. */
export function generateLinkSecret(): Secret {
  return new Secret(randomBytes(32).toString("base64url"));
}

/** SHA-256 of a link's secret. Only this digest is stored. 32 bytes. */
export function digestOfLink(secret: Secret): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(secret.reveal()).digest());
}

/** The secret of a link: 43 characters of base64url. */
export const linkSecret = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .transform((value) => new Secret(value));
