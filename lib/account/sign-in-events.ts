import { limiter, withinLimits } from "../access/rate-limit";
import type { SignInAttempt, BegunAttempt } from "../access/session/sign-in-limits";
import { appendAudit } from "../audit/append";
import { db } from "../platform/db";
import { logFailure } from "../platform/db/failure-log";
import { inTransaction } from "../platform/db/transaction";
import { log } from "../platform/log";

/**
 * The maximum number of audit events per account and kind within a window, so that failures cannot fill the audit log
 * (docs/decisions/0040).
 */
const MAX_EVENTS = 5;
const WINDOW_SECONDS = 600;

type FailureAction = "session.refused" | "session.locked_out";

interface Person {
  readonly id: string;
  readonly name: string;
}

export interface FailedAttempt extends SignInAttempt, BegunAttempt {
  /** Null if the e-mail address is unknown. */
  readonly account: Person | null;
}

/**
 * Logs a wrong password (OWASP ASVS 5.0, 16.3.1), and audits it in every organization of the account. Returns at once:
 * if the response waited for the audit log, its time would reveal which accounts exist. The e-mail address is not
 * logged, because users type passwords into that field.
 */
export function noteFailedAttempt({ account, address, isLast }: FailedAttempt): void {
  log.warn({ userId: account?.id ?? null, address, lockedOut: isLast }, "a sign-in failed");
  if (account === null) return;
  void auditFailure("session.refused", account, address);
  if (isLast) void auditFailure("session.locked_out", account, address);
}

const MESSAGES: Readonly<Record<FailureAction, (name: string) => string>> = {
  "session.refused": (name) => `A sign-in as ${name} failed: wrong password`,
  "session.locked_out": (name) => `Sign-ins as ${name} from this address are refused for a few minutes`,
};

async function auditFailure(action: FailureAction, account: Person, address: string | null): Promise<void> {
  try {
    const bounded = await withinLimits(() =>
      limiter(`audit:${action}`, MAX_EVENTS, WINDOW_SECONDS).consume(account.id),
    );
    if (!bounded.ok) return;
    for (const chain of await organizationsOf(account.id))
      await inTransaction(async (tx) => {
        await appendAudit(tx, {
          chain,
          actor: { kind: "system", name: "Sign-in", address },
          action,
          resource: { kind: "user", id: account.id },
          message: MESSAGES[action](account.name),
        });
        return { ok: true };
      });
  } catch (error) {
    logFailure(error, "a failed sign-in could not be audited");
  }
}

async function organizationsOf(userId: string): Promise<string[]> {
  const memberships = await db().membership.findMany({
    where: { userId, disabledAt: null, organization: { deletedAt: null } },
    select: { organizationId: true },
  });
  return memberships.map(({ organizationId }) => organizationId);
}
