import { appendAudit } from "../audit/append";
import { type Account, holdAccount, recognize } from "../account/reauthenticate";
import { db, type Tx } from "../platform/db";
import { isUniqueViolation } from "../platform/db/errors";
import { inTransaction } from "../platform/db/transaction";
import { requireGoodPassword } from "../passwords/good";
import { hashPassword } from "../passwords/hash";
import { fail, type Result } from "../platform/result/result";
import { ROLE_LABELS } from "../access/authorization/labels";
import { findOpenInvitation, type OpenInvitation } from "./queries";
import type { AcceptInvitationInput } from "./schema";

/** Who accepted; sign in with that e-mail and the password that was given. */
export interface Acceptance {
  readonly userId: string;
  readonly email: string;
  readonly organizationId: string;
}

/** The person who joins: an account that is there, or one that is to be made. */
type Joining = Account | (Omit<Account, "id"> & { readonly id: null });

/**
 * Makes the holder of an invitation's link a member. Somebody new chooses name and password; somebody with an account
 * gives its password, under the limits of signing in. Fails with `not_found` (unknown, used, withdrawn and expired
 * alike), `already_member`, `invalid_input`, `password_too_common`, `wrong_password`, `rate_limited`.
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
  if (!account) {
    const introduced = await introduce(invitation, input);
    return introduced.ok ? join(introduced.joining, input, address) : introduced;
  }
  const recognized = await recognize(account, input.password, { email: invitation.email, address });
  return recognized.ok ? join(account, input, address) : recognized;
}

async function introduce(
  { email, organizationName }: OpenInvitation,
  { name, password }: AcceptInvitationInput,
): Promise<Result<{ joining: Joining }>> {
  if (name === undefined) return fail("invalid_input", { field: "name", fields: { name: "Enter your name." } });
  const good = await requireGoodPassword(password, [email, name, organizationName]);
  if (!good.ok) return good;
  return { ok: true, joining: { id: null, name, passwordHash: await hashPassword(password) } };
}

/** Uses the invitation up. It was looked at before the slow work; what counts is what it is now. */
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
      if (joining.id !== null && (await holdAccount(tx, joining)) === null)
        return fail("wrong_password", { field: "password" });
      const userId =
        joining.id ??
        (
          await tx.user.create({
            data: { email, name: joining.name, passwordHash: joining.passwordHash },
            select: { id: true },
          })
        ).id;
      if ((await tx.membership.count({ where: { organizationId, userId } })) > 0) return fail("already_member");
      await tx.membership.create({ data: { organizationId, userId, role } });
      await tx.invitation.update({ where: { id: invitation.id }, data: { acceptedAt: new Date() } });
      await audit(tx, invitation, { userId, name: joining.name, address });
      return { ok: true, userId, email, organizationId };
    });
  } catch (error) {
    if (isUniqueViolation(error)) return fail("stale"); // somebody made that account, or joined, at this very moment
    throw error;
  }
}

function audit(
  tx: Tx,
  { id, email, organizationId, role }: OpenInvitation,
  { userId, name, address }: { userId: string; name: string; address: string | null },
): Promise<bigint> {
  return appendAudit(tx, {
    chain: organizationId,
    actor: { kind: "user", userId, name, address },
    action: "member.joined",
    resource: { kind: "member", id: userId },
    message: `${name} joined as ${ROLE_LABELS[role].name}`,
    change: { email, role, invitation: id },
  });
}
