import { randomBytes, randomUUID } from "node:crypto";
import argon2 from "@node-rs/argon2";
import pg from "pg";
import { addScans, type ScannedSpace } from "./scanned-space";

export interface Person {
  name: string;
  email: string;
  password: string;
}

/** An organization for one test, because tests run in parallel on one database. */
export interface Tenant {
  id: string;
  code: string;
  name: string;
  /** Two of them. The first is empty. */
  spaces: readonly [Space, Space];
  /** What the second space has. */
  scanned: ScannedSpace;
  superAdmin: Person;
  admin: Person;
  member: Person;
}

export interface Space {
  id: string;
  name: string;
}

const PASSWORD = randomBytes(12).toString("base64url");
const passwordHash = argon2.hash(PASSWORD, { algorithm: 2 });

/** Creates a tenant with users in all roles. `ownerUrl` is the owner's connection string. */
export async function createTenant(ownerUrl: string): Promise<Tenant> {
  const tag = randomBytes(4).toString("hex");
  const person = (name: string): Person => ({
    name,
    email: `${name.split(" ")[0]?.toLowerCase()}-${tag}@example.com`,
    password: PASSWORD,
  });
  const tenant: Omit<Tenant, "scanned"> = {
    id: `acme-${tag}`,
    code: tag.toUpperCase(),
    name: "Acme",
    spaces: [
      { id: `mars-rover-${tag}`, name: "Mars Rover" },
      { id: `lunar-base-${tag}`, name: "Lunar Base" },
    ],
    superAdmin: person("Ada Lovelace"),
    admin: person("Grace Hopper"),
    member: person("Joan Clarke"),
  };
  return withDatabase(ownerUrl, async (client) => {
    await insert(client, tenant);
    return { ...tenant, scanned: await addScans(client, tenant.id, tenant.spaces[1].id) };
  });
}

/** Runs statements on the application's database. */
export async function withDatabase<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function insert(client: pg.Client, tenant: Omit<Tenant, "scanned">): Promise<void> {
  await client.query(`INSERT INTO "Organization"("id", "code", "name", "updatedAt") VALUES ($1, $2, $3, now())`, [
    tenant.id,
    tenant.code,
    tenant.name,
  ]);
  for (const { id, name } of tenant.spaces) {
    await client.query(`INSERT INTO "Space"("id", "organizationId", "name", "updatedAt") VALUES ($1, $2, $3, now())`, [
      id,
      tenant.id,
      name,
    ]);
  }
  const roles = { super_admin: tenant.superAdmin, admin: tenant.admin, member: tenant.member };
  for (const [role, { email, name }] of Object.entries(roles)) {
    const id = randomUUID();
    await client.query(
      `INSERT INTO "User"("id", "email", "name", "passwordHash", "updatedAt") VALUES ($1, $2, $3, $4, now())`,
      [id, email, name, await passwordHash],
    );
    await client.query(`INSERT INTO "Membership"("organizationId", "userId", "role") VALUES ($1, $2, $3::"Role")`, [
      tenant.id,
      id,
      role,
    ]);
  }
}
