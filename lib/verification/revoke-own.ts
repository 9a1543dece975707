import { findIssued, findLive, toActor } from "../access/authenticate/api-token";
import { untilHeard } from "../access/token-cache/revoking-transaction";
import { env } from "../platform/env";
import type { Result } from "../platform/result/result";
import { revokeAsHolder } from "../tokens/mutations";

/**
 * Revokes the token whose secret is presented (RFC 7009): holding it is right enough, so that whoever finds a leaked
 * one can end it. What is malformed or unknown is fine as it is; so is what is revoked already, once every instance has
 * heard of it. Throws when it could not be recorded.
 */
export async function revokeOwn(token: string, address: string | null): Promise<Result> {
  const { TOKEN_PREFIX } = env();
  const live = await findLive(token, TOKEN_PREFIX);
  if (live === null) return alreadyDead(token, TOKEN_PREFIX);
  const revoked = await revokeAsHolder(toActor(live.record, address));
  return revoked.ok || revoked.reason === "already_revoked" || revoked.reason === "not_found" ? { ok: true } : revoked;
}

/** An ended secret of a token that lives on ends nothing; a revoked one is dead everywhere before this says so. */
async function alreadyDead(token: string, prefix: string): Promise<Result> {
  const record = await findIssued(token, prefix);
  if (record?.revoked) await untilHeard();
  return { ok: true };
}
