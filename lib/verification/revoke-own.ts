import { findKnown, toActor } from "../access/authenticate/api-token";
import { isLive } from "../access/token-cache/token-record";
import { isToken } from "../access/credentials/token-format";
import { countDeadToken } from "../access/rate-limit/dead-tokens";
import { SETTLED_MS, waitForInvalidations } from "../access/token-cache/revoking-transaction";
import type { KnownToken } from "../access/token-cache/token-record";
import type { Result } from "../platform/result/result";
import { revokeAsHolder } from "../tokens/revoking";

/**
 * Revokes a token by its secret (RFC 7009). Needs no permission, so that anyone who finds a leaked token can revoke it.
 * Succeeds for malformed and unknown tokens, and for revoked ones once every instance has acknowledged that. Fails with
 * `rate_limited` if the address sent too many dead or unknown tokens; a live one is always revoked. Throws if the
 * revocation could not be stored.
 */
export async function revokeOwn(token: string, address: string | null): Promise<Result> {
  if (!isToken(token)) return { ok: true };
  const known = await findKnown(token);
  if (known === null || !isLive(known.record, known.now)) return alreadyDead(known, address);
  const revoked = await revokeAsHolder(toActor(known.record, address));
  return revoked.ok || revoked.reason === "already_revoked" || revoked.reason === "not_found" ? { ok: true } : revoked;
}

/** An expired secret of a live token revokes nothing. For a revoked token, waits until it is dead on every instance. */
async function alreadyDead(known: KnownToken | null, address: string | null): Promise<Result> {
  const counted = await countDeadToken(address);
  if (!counted.ok) return counted;
  if (known?.record.revoked && !isSettled(known)) await waitForInvalidations();
  return { ok: true };
}

function isSettled({ record, now }: KnownToken): boolean {
  return record.revokedAt !== null && now - record.revokedAt > SETTLED_MS;
}
