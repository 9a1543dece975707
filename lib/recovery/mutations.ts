import type { Actor } from "../access/authorization/actor";
import { forgetFailures } from "../access/session/sign-in-limits";
import { isMember, organizationsOf } from "../account/memberships";
import { lockUserForUpdate, replacePassword, endResetLinks } from "../account/replace-password";
import { appendAudit, SYSTEM_CHAIN } from "../audit/append";
import { lockMember } from "../members/guards";
import { mayResetPassword, refuseSelf } from "../members/policy";
import { requireGoodPassword } from "../passwords/strength";
import { hashPassword } from "../passwords/hash";
import { shareOf } from "../passwords/queue-share";
import { db, type Tx } from "../platform/db";
import { inTransaction } from "../platform/db/transaction";
import { fail, type Result } from "../platform/result/result";
import type { Secret } from "../platform/secret";
import { findOpenReset, type OpenReset } from "./queries";
import { RESET_MINUTES, type CreateResetLinkInput, type ResetPasswordInput } from "./schema";
import { digestOfLink, generateLinkSecret } from "../access/credentials/link-secret";

/**
 * Creates a link with which a member can choose a new password. The secret is only in this result. A previous link of
 * the user ends. Fails with `insufficient_scope` (tokens never do this), `not_found`, `super_admin_required`,
 * `not_yourself` (users change their own password with the old one), and `reset_on_server` for a user who belongs to
 * another organization or outranks the actor.
 */
export async function createResetLink(
  actor: Actor,
  { userId }: CreateResetLinkInput,
): Promise<Result<{ secret: Secret }>> {
  return inTransaction(async (tx) => {
    const locked = await lockMember(tx, actor, { userId, version: null });
    if (!locked.ok) return locked;
    if (actor.kind !== "user") return fail("insufficient_scope");
    const other = refuseSelf(actor, userId);
    if (!other.ok) return other;
    if (!(await lockUserForUpdate(tx, userId))) return fail("not_found");
    const { organizationId } = actor;
    const { role, version, name } = locked.row;
    const isMemberElsewhere = await isMember(tx, userId, organizationId);
    const allowed = mayResetPassword(actor.role, { role, isMemberElsewhere });
    if (!allowed.ok) return allowed;
    const creator = { organizationId, createdById: actor.userId, membershipVersion: version };
    const secret = await insertReset(tx, userId, creator);
    await appendAudit(tx, {
      chain: organizationId,
      actor,
      action: "member.password_reset_created",
      resource: { kind: "member", id: userId },
      message: `Made a link for ${name} to choose a new password`,
      change: { minutes: RESET_MINUTES },
    });
    return { ok: true, secret };
  });
}

/** The operator on the server's command line. */
const SERVER = { kind: "system", name: "user:reset-password", address: null } as const;

/**
 * The same for any account, on the server. Audited in the system's chain and in the chains of the user's organizations.
 * Fails with `not_found` for an address without an account.
 */
export async function createResetLinkOnServer(email: string): Promise<Result<{ secret: Secret }>> {
  return inTransaction(async (tx) => {
    const user = await tx.user.findUnique({ where: { email }, select: { id: true, name: true } });
    if (!user || !(await lockUserForUpdate(tx, user.id))) return fail("not_found");
    const secret = await insertReset(tx, user.id, null);
    for (const chain of [...(await organizationsOf(tx, user.id)), SYSTEM_CHAIN])
      await appendAudit(tx, {
        chain,
        actor: SERVER,
        action: "member.password_reset_created",
        resource: { kind: "member", id: user.id },
        message: `Made a link for ${user.name} to choose a new password, on the server`,
        change: { minutes: RESET_MINUTES },
      });
    return { ok: true, secret };
  });
}

/**
 * Sets the password that the holder of a reset link chose, and ends all sessions of the account. A link works once.
 * Fails with `not_found` (unknown, used, replaced and expired alike), `invalid_input` and `password_too_common`.
 */
export async function resetPassword(
  { secret, password }: ResetPasswordInput,
  address: string | null,
): Promise<Result<{ email: string }>> {
  const found = await findOpenReset(db(), secret);
  if (!found) return fail("not_found");
  const { email, name, userId } = found;
  const good = await requireGoodPassword(password, [email, name]);
  if (!good.ok) return good;
  const passwordHash = await hashPassword(password, shareOf({ email, address }));
  const result = await inTransaction(async (tx) => {
    const reset = (await lockUserForUpdate(tx, userId)) ? await findOpenReset(tx, secret) : null;
    if (!reset) return fail("not_found");
    await tx.passwordReset.update({ where: { id: reset.id }, data: { usedAt: new Date() } });
    await replacePassword(tx, userId, passwordHash);
    await auditReset(tx, reset, address);
    return { ok: true, email };
  });
  // Failed attempts before the reset must not block a sign-in after it.
  if (result.ok) await forgetFailures({ email, address });
  return result;
}

/**
 * Audits the reset in the chain of each organization concerned. Does not mention sessions, which may belong to other
 * organizations.
 */
async function auditReset(tx: Tx, { userId, name, organizationId }: OpenReset, address: string | null): Promise<void> {
  const chains = organizationId === null ? [...(await organizationsOf(tx, userId)), SYSTEM_CHAIN] : [organizationId];
  for (const chain of chains)
    await appendAudit(tx, {
      chain,
      actor: { kind: "user", userId, name, address },
      action: "account.password_reset",
      resource: { kind: "user", id: userId },
      message: `${name} chose a new password by a reset link`,
    });
}

/** The creator of a link; null for the server. */
interface ResetCreator {
  readonly organizationId: string;
  readonly createdById: string;
  readonly membershipVersion: number;
}

/** Stores a new link of a locked user, and ends the previous one. The secret is only in the result. */
async function insertReset(tx: Tx, userId: string, creator: ResetCreator | null): Promise<Secret> {
  await endResetLinks(tx, userId);
  const [clock] = await tx.$queryRaw<{ now: Date }[]>`SELECT date_trunc('milliseconds', clock_timestamp()) AS now`;
  if (!clock) throw new Error("the database returned no time");
  const secret = generateLinkSecret();
  const expiresAt = new Date(clock.now.getTime() + RESET_MINUTES * 60_000);
  await tx.passwordReset.create({
    data: { userId, ...creator, digest: digestOfLink(secret), createdAt: clock.now, expiresAt },
  });
  return secret;
}
