import { appendAudit } from "../audit/append";
import { forgetFailures } from "../access/session/sign-in-limits";
import { isMember } from "../account/memberships";
import { type PasswordAccount, lockAccount, reauthenticate } from "../account/reauthenticate";
import { lockUserForUpdate, replacePassword } from "../account/replace-password";
import { mayResetPassword } from "../members/policy";
import { db, type Tx } from "../platform/db";
import { isUniqueViolation } from "../platform/db/errors";
import { inTransaction } from "../platform/db/transaction";
import { requireGoodPassword } from "../passwords/strength";
import { hashPassword } from "../passwords/hash";
import { shareOf } from "../passwords/queue-share";
import { fail, type Result } from "../platform/result/result";
import { ROLE_LABELS } from "../access/authorization/labels";
import { findOpenInvitation, type OpenInvitation } from "./queries";
import type { AcceptInvitationInput } from "./schema";

/** The new member, who can now sign in with this e-mail and the given password. */
export interface Acceptance {
  readonly userId: string;
  readonly email: string;
  readonly organizationId: string;
}

/**
 * The joining user. `new` has no account. `returning` has one that no longer belongs to an organization, so a new
 * password is chosen. `known` has verified the account's password.
 */
type Joining =
  | ({ readonly kind: "new" } & Omit<PasswordAccount, "id">)
  | ({ readonly kind: "returning" } & PasswordAccount)
  | ({ readonly kind: "known" } & PasswordAccount);

/**
 * Makes the holder of an invitation link a member. A new or returning user chooses name and password; a user whose
 * account belongs to an organization gives its password, under the limits of sign-in (docs/decisions/0046). Fails with
 * `not_found` (unknown, used, withdrawn and expired alike), `already_member`, `invalid_input`, `password_too_common`,
 * `wrong_password`, `rate_limited`, and `stale` if the account changed concurrently.
 */
export async function acceptInvitation(
  input: AcceptInvitationInput,
  address: string | null,
): Promise<Result<Acceptance>> {
  const invitation = await findOpenInvitation(db(), input.secret);
  if (!invitation) return fail("not_found");
  const account = await db().user.findUnique({
    where: { email: invitation.email },
    select: { id: true, name: true, passwordHash: true },
  });
  if (!account || !(await isMember(db(), account.id))) {
    const introduced = await introduce(account?.id, invitation, input, address);
    if (!introduced.ok) return introduced;
    const joined = await join(introduced.joining, input, address);
    // Failed attempts with another password must not keep the person from signing in with the one that they chose.
    if (joined.ok) await forgetFailures({ email: invitation.email, address });
    return joined;
  }
  const reauthenticated = await reauthenticate(account, input.password, { email: invitation.email, address });
  return reauthenticated.ok ? join({ kind: "known", ...account }, input, address) : reauthenticated;
}

async function introduce(
  id: string | undefined,
  { email, organizationName }: OpenInvitation,
  { name, password }: AcceptInvitationInput,
  address: string | null,
): Promise<Result<{ joining: Joining }>> {
  if (name === undefined) return fail("invalid_input", { field: "name", fields: { name: "Enter your name." } });
  const good = await requireGoodPassword(password, [email, name, organizationName]);
  if (!good.ok) return good;
  const chosen = { name, passwordHash: await hashPassword(password, shareOf({ email, address })) };
  return { ok: true, joining: id === undefined ? { kind: "new", ...chosen } : { kind: "returning", id, ...chosen } };
}

/** Consumes the invitation. It was read before the slow work, so it is checked again. */
async function join(
  joining: Joining,
  { secret }: AcceptInvitationInput,
  address: string | null,
): Promise<Result<Acceptance>> {
  try {
    return await inTransaction(async (tx) => {
      const invitation = await findOpenInvitation(tx, secret, { lock: true });
      if (!invitation) return fail("not_found");
      const { email, organizationId, role } = invitation;
      const account = await accountOf(tx, joining, invitation);
      if (!account.ok) return account;
      const { userId } = account;
      if ((await tx.membership.count({ where: { organizationId, userId } })) > 0) return fail("already_member");
      await tx.membership.create({ data: { organizationId, userId, role } });
      await tx.invitation.update({ where: { id: invitation.id }, data: { acceptedAt: new Date() } });
      await audit(tx, invitation, joining, { userId, address });
      return { ok: true, userId, email, organizationId };
    });
  } catch (error) {
    if (isUniqueViolation(error)) return fail("stale"); // The account was created, or joined, concurrently.
    throw error;
  }
}

/** Creates, claims or locks the account. */
async function accountOf(tx: Tx, joining: Joining, { email }: OpenInvitation): Promise<Result<{ userId: string }>> {
  const { name, passwordHash } = joining;
  if (joining.kind === "new") {
    const { id } = await tx.user.create({ data: { email, name, passwordHash }, select: { id: true } });
    return { ok: true, userId: id };
  }
  const { id } = joining;
  if (joining.kind === "returning") return claim(tx, joining);
  return (await lockAccount(tx, joining)) === null
    ? fail("wrong_password", { field: "password" })
    : { ok: true, userId: id };
}

/** Gives an account without an organization a new name and password, and ends its sessions. */
async function claim(tx: Tx, { id, name, passwordHash }: PasswordAccount): Promise<Result<{ userId: string }>> {
  if (!(await lockUserForUpdate(tx, id))) return fail("stale");
  const allowed = mayResetPassword("admin", { role: null, isMemberElsewhere: await isMember(tx, id) });
  if (!allowed.ok) return fail("stale"); // It joined an organization after it was read.
  await tx.user.update({ where: { id }, data: { name } });
  await replacePassword(tx, id, passwordHash);
  return { ok: true, userId: id };
}

function audit(
  tx: Tx,
  { id, email, organizationId, role }: OpenInvitation,
  { kind, name }: Joining,
  { userId, address }: { userId: string; address: string | null },
): Promise<bigint> {
  return appendAudit(tx, {
    chain: organizationId,
    actor: { kind: "user", userId, name, address },
    action: "member.joined",
    resource: { kind: "member", id: userId },
    message: `${name} joined as ${ROLE_LABELS[role].name}`,
    change: { email, role, invitation: id, passwordChosen: kind !== "known" },
  });
}
