import { findLive, toActor } from "../auth/api-token";
import { env } from "../env";
import type { Result } from "../result";
import { revokeAsHolder } from "../tokens/mutations";

/**
 * Revokes the token whose secret is presented (RFC 7009): holding it is right enough, so that whoever finds a leaked
 * one can end it. What is malformed, unknown or dead already is fine as it is. Throws when it could not be recorded.
 */
export async function revokeOwn(token: string, address: string | null): Promise<Result> {
  const record = await findLive(token, env().TOKEN_PREFIX);
  if (record === null) return { ok: true };
  const revoked = await revokeAsHolder(toActor(record, address));
  return revoked.ok || revoked.reason === "already_revoked" || revoked.reason === "not_found" ? { ok: true } : revoked;
}
