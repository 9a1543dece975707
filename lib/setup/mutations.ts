import { appendAudit, SYSTEM_CHAIN, type AuditActor } from "../audit/append";
import { type PasswordAccount, lockAccount, reauthenticate } from "../account/reauthenticate";
import { db, type Tx } from "../platform/db";
import { queryIn } from "../platform/db/run-query";
import { inTransaction } from "../platform/db/transaction";
import { env } from "../platform/env";
import { generateId } from "../spaces/generated-id";
import { requireGoodPassword } from "../passwords/strength";
import { hashPassword } from "../passwords/hash";
import { shareOf } from "../passwords/queue-share";
import { fail, type Result } from "../platform/result/result";
import { slugFrom } from "../platform/validation/slug";
import { requireSetupCode } from "./require-setup-code";
import { isSetupCode, useUpCodes } from "./one-time-code";
import { recordPrefix } from "./token-prefix";
import { proposeCode } from "./propose-code";
import { isSetUp } from "./queries";
import type { SetUpInput } from "./schema";

/** The result of a set-up. Sign in with the given e-mail and password. */
export interface SetUp {
  readonly organizationId: string;
  readonly userId: string;
}

const PASSWORD = "admin.password";

/** The advisory lock that serializes set-ups. */
const LOCK = 7_276_001;

/** The future Super Admin: an account of a deleted organization, or a new one. */
type Admin = PasswordAccount | (Omit<PasswordAccount, "id"> & { readonly id: null });

/**
 * Creates the first organization and its Super Admin, or new ones after the last organization was deleted. An existing
 * account must give its password. Consumes the code. Fails with `not_found` once set up, `rate_limited`, `wrong_code`,
 * `invalid_input`, `password_too_common` and `wrong_password` (field `admin.password`).
 */
export async function setUp(input: SetUpInput, address: string | null): Promise<Result<SetUp>> {
  if (await isSetUp()) return fail("not_found");
  const code = await requireSetupCode(input.code, address);
  if (!code.ok) return code;
  const found = await adminOf(input, address);
  if (!found.ok) return found;
  const { SETUP_CODE } = env();
  return inTransaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK}::bigint)`;
    if (await isSetUp(tx)) return fail("not_found");
    if (!(await isSetupCode(queryIn(tx), input.code.reveal(), SETUP_CODE)))
      return fail("wrong_code", { field: "code" });
    await useUpCodes(queryIn(tx), SETUP_CODE);
    return create(tx, input, found.admin, address);
  });
}

async function adminOf({ admin, organization }: SetUpInput, address: string | null): Promise<Result<{ admin: Admin }>> {
  const { email, name, password } = admin;
  const account = await db().user.findUnique({
    where: { email },
    select: { id: true, name: true, passwordHash: true },
  });
  if (account) {
    const reauthenticated = await reauthenticate(account, password, { email, address }, PASSWORD);
    return reauthenticated.ok ? { ok: true, admin: account } : reauthenticated;
  }
  const good = await requireGoodPassword(password, [email, name, organization.name], PASSWORD);
  return good.ok
    ? { ok: true, admin: { id: null, name, passwordHash: await hashPassword(password, shareOf({ email, address })) } }
    : good;
}

async function create(
  tx: Tx,
  { organization, admin: { email } }: SetUpInput,
  admin: Admin,
  address: string | null,
): Promise<Result<SetUp>> {
  if (admin.id !== null && (await lockAccount(tx, admin)) === null) return fail("wrong_password", { field: PASSWORD });
  const code = organization.code ?? proposeCode(organization.name);
  const organizationId = await idFor(tx, organization.name);
  await tx.organization.create({ data: { id: organizationId, code, name: organization.name } });
  const userId =
    admin.id ??
    (
      await tx.user.create({
        data: { email, name: admin.name, passwordHash: admin.passwordHash },
        select: { id: true },
      })
    ).id;
  await tx.membership.create({ data: { organizationId, userId, role: "super_admin" } });
  await recordPrefix(tx);
  const actor: AuditActor = { kind: "user", userId, name: admin.name, address };
  await appendAudit(tx, {
    chain: SYSTEM_CHAIN,
    actor,
    action: "deployment.set_up",
    resource: { kind: "organization", id: organizationId },
    message: `Set up Latchkey for ${organization.name}`,
    change: { organization: organizationId, superAdmin: email },
  });
  await appendAudit(tx, {
    chain: organizationId,
    actor,
    action: "organization.created",
    resource: { kind: "organization", id: organizationId },
    message: `Created organization “${organization.name}”`,
    change: { name: organization.name, code, superAdmin: email },
  });
  return { ok: true, organizationId, userId };
}

/**
 * The slug of its name, unless that is the system chain's id or was used by a deleted organization. Ids are never
 * reused.
 */
async function idFor(tx: Tx, name: string): Promise<string> {
  const slug = slugFrom(name);
  const taken = slug === null || slug === SYSTEM_CHAIN || (await tx.organization.count({ where: { id: slug } })) > 0;
  return taken ? generateId() : slug;
}
