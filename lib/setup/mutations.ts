import { appendAudit, SYSTEM_CHAIN, type AuditActor } from "../audit/append";
import type { Tx } from "../db";
import { inTransaction } from "../db/transaction";
import { generateId } from "../generated-id";
import { requireGoodPassword } from "../passwords/good";
import { hashPassword } from "../passwords/hash";
import { fail, type Result } from "../result";
import { slugFrom } from "../slug";
import { requireSetupCode } from "./code";
import { recordPrefix } from "./prefix";
import { proposeCode } from "./proposal";
import { isSetUp } from "./queries";
import type { SetUpInput } from "./schema";

/** What came of a set-up; sign in with the e-mail and password that were given. */
export interface SetUp {
  readonly organizationId: string;
  readonly userId: string;
}

/** The lock that two set-ups at once meet on. */
const LOCK = 7_276_001;

/**
 * Makes the first organization and its first Super Admin. Fails with `not_found` once set up, `rate_limited`,
 * `wrong_code`, `invalid_input` or `password_too_common` (field `admin.password`).
 */
export async function setUp(input: SetUpInput, address: string | null): Promise<Result<SetUp>> {
  if (await isSetUp()) return fail("not_found");
  const code = await requireSetupCode(input.code, address);
  if (!code.ok) return code;
  const { admin, organization } = input;
  const good = await requireGoodPassword(admin.password, [admin.email, admin.name, organization.name], "admin.password");
  if (!good.ok) return good;
  const passwordHash = await hashPassword(admin.password);
  return inTransaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK}::bigint)`;
    return (await isSetUp(tx)) ? fail("not_found") : create(tx, input, { passwordHash, address });
  });
}

async function create(tx: Tx, { organization, admin }: SetUpInput, { passwordHash, address }: { passwordHash: string; address: string | null }): Promise<Result<SetUp>> {
  const code = organization.code ?? proposeCode(organization.name);
  const organizationId = idFor(organization.name);
  await tx.organization.create({ data: { id: organizationId, code, name: organization.name } });
  const { id: userId } = await tx.user.create({
    data: { email: admin.email, name: admin.name, passwordHash, memberships: { create: { organizationId, role: "super_admin" } } },
    select: { id: true },
  });
  await recordPrefix(tx);
  const actor: AuditActor = { kind: "user", userId, name: admin.name, address };
  await appendAudit(tx, {
    chain: SYSTEM_CHAIN,
    actor,
    action: "deployment.set_up",
    resource: { kind: "organization", id: organizationId },
    message: `Set up Latchkey for ${organization.name}`,
    change: { organization: organizationId, superAdmin: admin.email },
  });
  await appendAudit(tx, {
    chain: organizationId,
    actor,
    action: "organization.created",
    resource: { kind: "organization", id: organizationId },
    message: `Created organization “${organization.name}”`,
    change: { name: organization.name, code, superAdmin: admin.email },
  });
  return { ok: true, organizationId, userId };
}

/** The first organization of all: its name's slug is free, unless it is the one that the system's chain needs. */
function idFor(name: string): string {
  const slug = slugFrom(name);
  return slug === null || slug === SYSTEM_CHAIN ? generateId() : slug;
}
