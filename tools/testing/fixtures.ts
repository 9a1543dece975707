import { randomBytes } from "node:crypto";
import { spaceOf, type UserActor } from "../../lib/access/authorization/actor";
import type { Role } from "../../lib/access/authorization/permissions";
import { appendAudit } from "../../lib/audit/append";
import { db } from "../../lib/platform/db";
import { tokenActor } from "./actors";
import { inTransaction } from "../../lib/platform/db/transaction";
import { hashPassword } from "../../lib/passwords/hash";
import { Secret } from "../../lib/platform/secret";

export { tokenActor } from "./actors";

/** An actor like `tokenActor`, with a row: changes by a token that does not exist are refused. */
export async function storedTokenActor(...[organizationId, ...rest]: Parameters<typeof tokenActor>) {
  const actor = tokenActor(organizationId, ...rest);
  await db().apiToken.create({
    data: {
      id: actor.tokenId,
      organizationId,
      spaceId: spaceOf(actor.spaceAccess),
      name: actor.tokenId,
      permissions: [...actor.permissions],
      hint: "",
      createdByName: actor.name,
    },
    select: { id: true },
  });
  return actor;
}

/** The password of all users of `createMember`. */
export const TEST_PASSWORD = "three wise monkeys";

let hash: Promise<string> | undefined;

function unique(): string {
  return randomBytes(4).toString("hex");
}

/** Creates an organization with a unique id. */
export async function createOrganization(name = "Test Organization"): Promise<{ id: string }> {
  return db().organization.create({ data: { id: `test-${unique()}`, code: "TEST", name }, select: { id: true } });
}

/** Creates a signed-in user with a role in the organization. */
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

/** Creates another session of a user. */
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

/** Creates a space of the organization with a unique id. */
export async function createSpaceIn(organizationId: string, name = "Test space"): Promise<{ id: string }> {
  return db().space.create({ data: { id: `space-${unique()}`, organizationId, name }, select: { id: true } });
}

/** The last events of an audit chain, newest first. */
export function lastEvents(chain: string, count = 1) {
  return db().auditEvent.findMany({ where: { chain }, orderBy: { sequence: "desc" }, take: count });
}

/** Appends a meaningless event to an audit chain. Its message is "Did it". */
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
