import { z } from "../platform/validation/zod";
import { findDefaults } from "../apis/grants";
import type { Actor } from "../access/authorization/actor";
import { mayLiveUntil } from "../access/authorization/granting";
import { expectRow } from "../platform/db/transaction";
import { inRevokingTransaction } from "../access/token-cache/revoking-transaction";
import type { Tx } from "../platform/db";
import { completeForm, type FormUse } from "../platform/idempotency/form";
import type { Result } from "../platform/result/result";
import { Secret } from "../platform/secret";
import { id } from "../platform/validation/fields";
import { digestOfSecret } from "../access/credentials/token-digest";
import { requireWithinOwnLimits } from "./ancestors";
import { appendTokenEvent } from "./event";
import type { TokenDto } from "./dto";
import { generateToken, hintOf } from "../access/credentials/token-format";
import { MAX_SECRETS } from "./limits";
import { prefixFor } from "./prefix";
import { lockToChange } from "./lock";
import { findTokenRow } from "./queries";
import { actOf, refuseRepeat, type SecretOutcome } from "./repeats";
import { toTokenDto } from "./row";

/** The maximum grace period of an old secret, in seconds: 7 days. */
export const MAX_GRACE_SECONDS = 7 * 86_400;

export const rotateTokenSchema = z.object({
  tokenId: id,
  version: z.number().int().positive().nullable(),
  /** How long the old secret keeps working, in seconds; 0 ends it at once. */
  graceSeconds: z.number().int().min(0).max(MAX_GRACE_SECONDS, "Choose at most 7 days.").default(0),
});
export type RotateTokenInput = z.output<typeof rotateTokenSchema>;

/**
 * Gives a token a new secret. The old one ends at once or after the grace. A secret that is in grace already keeps its
 * time, unless this rotation has no grace: then every old secret ends at once. With `MAX_SECRETS` the one that would
 * end first ends now. The expiration does not move. Fails with `secret_already_shown` for a repeat of `form`,
 * and with `exceeds_parent` where a token would get a secret that outlives its own or does not obey its limits.
 */
export async function rotateToken(
  actor: Actor,
  input: RotateTokenInput,
  form?: FormUse,
): Promise<Result<{ token: TokenDto; secret: Secret }>> {
  const act = actOf(form, input);
  return inRevokingTransaction(async (tx, publishInvalidation) => {
    const repeat = await refuseRepeat(tx, act);
    if (repeat) return repeat;
    const locked = await lockToChange(tx, actor, input);
    if (!locked.ok) return locked;
    const { row } = locked;
    const may = mayLiveUntil(locked.actor, row.endsAt); // a token must not get a secret that outlives its own
    if (!may.ok) return may;
    const within = await requireWithinOwnLimits(tx, locked.actor, row);
    if (!within.ok) return within;

    const identifiers = row.grants.map(({ api }) => api);
    const apis = await findDefaults(tx, row.organizationId, identifiers);
    const secret = new Secret(generateToken(prefixFor(row.permissions, apis)));
    const hint = hintOf(secret.reveal());
    const key = { organizationId: row.organizationId, tokenId: row.id };
    if (input.graceSeconds === 0) await tx.tokenSecret.deleteMany({ where: key });
    else await retireSecret(tx, key, input.graceSeconds);
    await tx.tokenSecret.create({ data: { ...key, digest: new Uint8Array(digestOfSecret(secret)), hint } });
    await tx.apiToken.update({ where: { id: row.id }, data: { hint, version: { increment: 1 } } });
    publishInvalidation({ organizationId: row.organizationId, tokenIds: [row.id] });
    const changed = expectRow(await findTokenRow(tx, row.organizationId, row.id), "token");
    await completeForm(tx, act, { tokenId: row.id, name: row.name } satisfies SecretOutcome);
    await appendTokenEvent(tx, locked.actor, row, {
      action: "token.rotated",
      message: `Rotated API token “${row.name}”`,
      change: { hint: { from: row.hint, to: hint }, graceSeconds: input.graceSeconds },
    });
    return { ok: true, token: toTokenDto(changed), secret };
  });
}

/** Begins the grace of the current secret, and deletes the old ones that have ended or exceed `MAX_SECRETS`. */
async function retireSecret(
  tx: Tx,
  { organizationId, tokenId }: { organizationId: string; tokenId: string },
  graceSeconds: number,
): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM "TokenSecret"
    WHERE "organizationId" = ${organizationId} AND "tokenId" = ${tokenId}::uuid AND "expiresAt" IS NOT NULL
      AND "digest" NOT IN (
      SELECT "digest" FROM "TokenSecret"
      WHERE "organizationId" = ${organizationId} AND "tokenId" = ${tokenId}::uuid AND "expiresAt" > now()
      ORDER BY "expiresAt" DESC LIMIT ${MAX_SECRETS - 2})`;
  await tx.$executeRaw`
    UPDATE "TokenSecret" SET "expiresAt" = now() + make_interval(secs => ${graceSeconds})
    WHERE "organizationId" = ${organizationId} AND "tokenId" = ${tokenId}::uuid AND "expiresAt" IS NULL`;
}
