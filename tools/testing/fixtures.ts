import { randomBytes } from "node:crypto";
import type { UserActor } from "../../lib/access/authorization/actor";
import type { Role } from "../../lib/access/authorization/permissions";
import { appendAudit } from "../../lib/audit/append";
import { db } from "../../lib/platform/db";
import { inTransaction } from "../../lib/platform/db/transaction";
import { hashPassword } from "../../lib/passwords/hash";
import { Secret } from "../../lib/platform/secret";

export { tokenActor } from "./actors";

/** The password of everybody that `createMember` makes. */
export const TEST_PASSWORD = "three wise monkeys";

let hash: Promise<string> | undefined;

function unique(): string {
  return randomBytes(4).toString("hex");
}

/** An organization of its own, with an id that nothing else has. */
export async function createOrganization(name = "Test Organization"): Promise<{ id: string }> {
  return db().organization.create({ data: { id: `test-${unique()}`, code: "TEST", name }, select: { id: true } });
}

/** A new person with a role in the organization, signed in. */
export async function createMember(
  organizationId: string,
  role: Role,
  { name = "Ada Lovelace", email = `ada-${unique()}@example.com` } = {},
): Promise<UserActor> {
  const passwordHash = await (hash ??= hashPassword(new Secret(TEST_PASSWORD), { key: "fixtures" }));
  const user = await db().user.create({
    data: { email, name, passwordHash, memberships: { create: { organizationId, role } } },
    select: { id: true },
  });
  const session = await openSession(user.id, organizationId);
  return {
    kind: "user",
    userId: user.id,
    sessionId: session.id,
    name,
    email,
    organizationId,
    role,
    address: "192.0.2.7",
  };
}

/** Another session of a person. */
export async function openSession(userId: string, organizationId: string): Promise<{ id: string }> {
  return db().session.create({
    data: {
      userId,
      organizationId,
      expiresAt: new Date(Date.now() + 3_600_000),
      address: "192.0.2.7",
      userAgent: "Test/1.0",
    },
    select: { id: true },
  });
}

/** A space of the organization, with an id that nothing else has. */
export async function createSpaceIn(organizationId: string, name = "Test space"): Promise<{ id: string }> {
  return db().space.create({ data: { id: `space-${unique()}`, organizationId, name }, select: { id: true } });
}

/** What an audit chain recorded last, the newest first. */
export function lastEvents(chain: string, count = 1) {
  return db().auditEvent.findMany({ where: { chain }, orderBy: { sequence: "desc" }, take: count });
}

/** Appends an event of no meaning to an audit chain. Its message is "Did it". */
export async function appendEvent(chain: string): Promise<void> {
  await inTransaction(async (tx) => {
    await appendAudit(tx, {
      chain,
      actor: { kind: "system", name: "Test", address: null },
      action: "thing.done",
      resource: { kind: "thing", id: "1" },
      message: "Did it",
    });
    return { ok: true };
  });
}
