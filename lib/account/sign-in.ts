import { appendAudit } from "../audit/append";
import { db } from "../platform/db";
import { inTransaction } from "../platform/db/transaction";
import { hashPassword, needsRehash, verifyDummyHash, verifyPassword } from "../passwords/hash";
import { shareOf } from "../passwords/queue-share";
import type { WorkShare } from "../platform/bounded-queue";
import { fail, type Result } from "../platform/result/result";
import { log } from "../platform/log";
import type { Secret } from "../platform/secret";
import { type PasswordAccount, lockAccount } from "./reauthenticate";
import { noteFailedAttempt } from "./sign-in-events";
import { beginAttempt, recordFailure, recordSuccess, slowDown } from "../access/session/sign-in-limits";

/** The absolute timeout of a session, in seconds: 7 days. */
export const SESSION_SECONDS = 7 * 86_400;

export interface SignInInput {
  readonly email: string;
  readonly password: Secret;
  readonly address: string | null;
  readonly userAgent: string | null;
}

export interface SignedIn {
  readonly userId: string;
  readonly sessionId: string;
}

interface Candidate extends PasswordAccount {
  /** The organization that the console opens. Null if the user has no enabled membership and cannot sign in. */
  readonly organizationId: string | null;
}

/**
 * Checks e-mail and password and opens a session. Fails with `wrong_password` for an unknown e-mail, a wrong password
 * and an account without an enabled membership, all after the same work, and with `rate_limited` before any work.
 */
export async function signIn(input: SignInInput): Promise<Result<SignedIn>> {
  const begun = await beginAttempt(input);
  if (!begun.ok) return begun;
  await slowDown(input);
  const candidate = await findCandidate(input.email);
  const share = shareOf(input);
  const matches = candidate
    ? await verifyPassword(candidate.passwordHash, input.password, share)
    : await verifyDummyHash(input.password, share);
  if (!candidate?.organizationId || !matches) {
    await recordFailure(input);
    noteFailedAttempt({ ...input, isLast: begun.isLast, account: candidate });
    return fail("wrong_password");
  }
  await recordSuccess(input);
  const passwordHash = needsRehash(candidate.passwordHash)
    ? await renewHash(candidate, input.password, share)
    : candidate.passwordHash;
  const opened = await openSession(input, { ...candidate, passwordHash, organizationId: candidate.organizationId });
  if (opened.ok) log.info({ userId: opened.userId, address: input.address }, "signed in");
  return opened;
}

async function findCandidate(email: string): Promise<Candidate | null> {
  const user = await db().user.findUnique({
    where: { email },
    select: {
      id: true,
      name: true,
      passwordHash: true,
      memberships: {
        where: { disabledAt: null, organization: { deletedAt: null } },
        orderBy: { createdAt: "asc" },
        take: 1,
        select: { organizationId: true },
      },
    },
  });
  return (
    user && {
      id: user.id,
      name: user.name,
      passwordHash: user.passwordHash,
      organizationId: user.memberships[0]?.organizationId ?? null,
    }
  );
}

/** Hashes a verified password again with the current parameters, unless it was changed concurrently. */
async function renewHash({ id, passwordHash }: Candidate, password: Secret, share: WorkShare): Promise<string> {
  const renewed = await hashPassword(password, share);
  await db().user.updateMany({ where: { id, passwordHash }, data: { passwordHash: renewed } });
  return renewed;
}

/** Opens a session if the password is still the one that was checked. */
async function openSession(
  input: SignInInput,
  user: Candidate & { organizationId: string },
): Promise<Result<SignedIn>> {
  return inTransaction(async (tx) => {
    const now = await lockAccount(tx, user);
    if (now === null) return fail("wrong_password");
    const expiresAt = new Date(now.getTime() + SESSION_SECONDS * 1000);
    const session = await tx.session.create({
      data: {
        userId: user.id,
        organizationId: user.organizationId,
        createdAt: now,
        lastSeenAt: now,
        expiresAt,
        address: input.address,
        userAgent: input.userAgent?.slice(0, 300),
      },
      select: { id: true },
    });
    await appendAudit(tx, {
      chain: user.organizationId,
      actor: { kind: "user", userId: user.id, name: user.name, address: input.address },
      action: "session.opened",
      resource: { kind: "user", id: user.id },
      message: `${user.name} signed in`,
    });
    return { ok: true, userId: user.id, sessionId: session.id };
  });
}
