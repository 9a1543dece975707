import { createHash, randomBytes } from "node:crypto";
import { Secret } from "../platform/secret";

/** A fresh secret for an invitation's link: 256 bits from the CSPRNG. */
export function generateInvitationSecret(): Secret {
  return new Secret(randomBytes(32).toString("base64url"));
}

/** SHA-256 of an invitation's secret, the only thing that is kept of it. 32 bytes. */
export function digestOfInvitation(secret: Secret): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(secret.reveal()).digest());
}
