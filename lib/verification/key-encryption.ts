import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { signingKeysKey } from "../platform/env";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts a private key for the database: AES-256-GCM; nonce, ciphertext and tag in one. */
export function seal(plain: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", signingKeysKey(), nonce);
  return Buffer.concat([nonce, cipher.update(plain, "utf8"), cipher.final(), cipher.getAuthTag()]);
}

/** Decrypts the result of `seal`; null if it was encrypted under another AUTH_SECRET, or modified. */
export function unseal(sealed: Uint8Array): string | null {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv("aes-256-gcm", signingKeysKey(), bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const opened = decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, "utf8");
  try {
    return opened + decipher.final("utf8");
  } catch {
    return null; // final() only throws if the tag does not match
  }
}
