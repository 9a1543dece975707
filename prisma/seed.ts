import { randomBytes } from "node:crypto";
import { appendAudit } from "../lib/audit/append";
import type { UserActor } from "../lib/access/authorization/actor";
import { PERMISSIONS, type Permission, type Role } from "../lib/access/authorization/permissions";
import { db, type Tx } from "../lib/platform/db";
import { inTransaction } from "../lib/platform/db/transaction";
import { hashPassword } from "../lib/passwords/hash";
import type { Result } from "../lib/platform/result/result";
import { Secret } from "../lib/platform/secret";
import { issueToken } from "../lib/tokens/issuing";
import { revokeToken } from "../lib/tokens/revoking";

/** What the seed created, with every secret. This is the only output of secrets. */
export interface Seeded {
  organization: { id: string; code: string };
  otherOrganization: { id: string };
  spaces: { id: string }[];
  users: { email: string; password: string; role: Role; organization: string }[];
  tokens: SeededToken[];
}

interface SeededToken {
  name: string;
  organization: string;
  scope: string;
  permissions: readonly Permission[];
  state: "live" | "expired" | "revoked";
  secret: string;
}

/** The database is not empty; the seed changes nothing in it. */
export class AlreadySeeded extends Error {
  override readonly name = "AlreadySeeded";
}

const LUNA = { id: "lunalectric", code: "LUNA", name: "Lunalectric" };
const OTHER = { id: "solar-works", code: "SOLAR", name: "Solar Works" };
const SPACES = [
  { id: "mars-rover", name: "Mars Rover" },
  { id: "moon-base", name: "Moon Base" },
];
const PEOPLE = [
  { email: "ada@lunalectric.example", name: "Ada Lovelace", role: "super_admin", organization: LUNA.id },
  { email: "grace@lunalectric.example", name: "Grace Hopper", role: "admin", organization: LUNA.id },
  { email: "joan@lunalectric.example", name: "Joan Clarke", role: "member", organization: LUNA.id },
  { email: "sol@solar-works.example", name: "Sol Winter", role: "super_admin", organization: OTHER.id },
] as const satisfies { email: string; name: string; role: Role; organization: string }[];

/** An Issuer needs an API. */
const SEEDED = PERMISSIONS.filter((permission) => permission !== "issuer");

/** Fills an empty database for trying things out and for benchmarks. Throws AlreadySeeded where there is data. */
export async function seed(): Promise<Seeded> {
  // One password for all users, but a different one per database, so that no known password works.
  const password = randomBytes(12).toString("base64url");
  const { actors } = required(
    await inTransaction(async (tx) => ({ ok: true, actors: await insertTenants(tx, new Secret(password)) })),
  );
  const luna = find(actors, LUNA.id);
  const tokens: SeededToken[] = [];
  for (const permission of SEEDED) tokens.push(await token(luna, `Organization ${permission}`, null, [permission]));
  for (const permission of SEEDED)
    tokens.push(await token(luna, `Mars Rover ${permission}`, SPACES[0]?.id ?? null, [permission]));
  tokens.push(
    await expired(luna),
    await revoked(luna),
    await token(find(actors, OTHER.id), "Solar owner", null, ["owner"]),
  );
  return {
    organization: { id: LUNA.id, code: LUNA.code },
    otherOrganization: { id: OTHER.id },
    spaces: SPACES.map(({ id }) => ({ id })),
    users: PEOPLE.map(({ email, role, organization }) => ({ email, password, role, organization })),
    tokens,
  };
}

async function insertTenants(tx: Tx, password: Secret): Promise<UserActor[]> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('latchkey setup'))`;
  if ((await tx.user.count()) > 0 || (await tx.organization.count()) > 0)
    throw new AlreadySeeded("The database already has data; the seed only fills an empty one.");
  await tx.organization.createMany({ data: [LUNA, OTHER] });
  await tx.space.createMany({
    data: [
      ...SPACES.map((space) => ({ ...space, organizationId: LUNA.id })),
      { id: "solar-array", name: "Solar Array", organizationId: OTHER.id },
    ],
  });
  const actors: UserActor[] = [];
  for (const person of PEOPLE) actors.push(await insertPerson(tx, person, password));
  for (const { id, name } of [LUNA, OTHER]) {
    await appendAudit(tx, {
      chain: id,
      actor: { kind: "system", name: "Seed", address: null },
      action: "organization.created",
      resource: { kind: "organization", id },
      message: `Created organization “${name}” with sample data`,
    });
  }
  return actors;
}

async function insertPerson(
  tx: Tx,
  { email, name, role, organization }: (typeof PEOPLE)[number],
  password: Secret,
): Promise<UserActor> {
  const passwordHash = await hashPassword(password, { key: "seed" });
  const user = await tx.user.create({
    data: { email, name, passwordHash, memberships: { create: { organizationId: organization, role } } },
  });
  return {
    kind: "user",
    userId: user.id,
    sessionId: "00000000-0000-7000-8000-000000000000",
    name,
    email,
    organizationId: organization,
    role,
    address: null,
  };
}

async function token(
  actor: UserActor,
  name: string,
  spaceId: string | null,
  permissions: Permission[],
): Promise<SeededToken> {
  return (await issued(actor, name, spaceId, permissions)).seeded;
}

async function issued(
  actor: UserActor,
  name: string,
  spaceId: string | null,
  permissions: Permission[],
): Promise<{ id: string; seeded: SeededToken }> {
  const made = required(
    await issueToken(actor, { name, description: `Sample token: ${name.toLowerCase()}`, spaceId, permissions }),
  );
  const facts = { name, organization: actor.organizationId, scope: spaceId ?? "organization", permissions };
  return { id: made.token.id, seeded: { ...facts, state: "live", secret: made.secret.reveal() } };
}

async function expired(actor: UserActor): Promise<SeededToken> {
  const made = await issued(actor, "Old CI job", null, ["viewer"]);
  await db().$executeRaw`UPDATE "ApiToken"
      SET "createdAt" = now() - interval '40 days', "expiresAt" = now() - interval '10 days'
      WHERE "id" = ${made.id}::uuid`;
  return { ...made.seeded, state: "expired" };
}

async function revoked(actor: UserActor): Promise<SeededToken> {
  const made = await issued(actor, "Leaked in a chat", null, ["editor"]);
  required(await revokeToken(actor, { tokenId: made.id }));
  return { ...made.seeded, state: "revoked" };
}

function required<T extends object>(result: Result<T>): { ok: true } & T {
  if (!result.ok) throw new Error(`the seed was refused: ${result.reason}`);
  return result;
}

function find(actors: UserActor[], organizationId: string): UserActor {
  const actor = actors.find((candidate) => candidate.organizationId === organizationId);
  if (!actor) throw new Error(`no user can act for ${organizationId}`);
  return actor;
}
