import { randomBytes } from "node:crypto";
import { asSuperuser, createDatabase, templateDatabase, urlsOf } from "./template";

/** A new, migrated, empty database on a real PostgreSQL. */
export interface TestDatabase {
  /** As the role that owns the tables. */
  ownerUrl: string;
  /** As the role that serves requests. */
  appUrl: string;
  /** Ends all connections and drops it. */
  drop(): Promise<void>;
}

/** Makes a database for a test file: a copy of a migrated one, in a few dozen milliseconds. */
export async function createTestDatabase(): Promise<TestDatabase> {
  return copyOf(await templateDatabase());
}

/** Makes a database without any migration, for tests of migrations. */
export function createEmptyDatabase(): Promise<TestDatabase> {
  return copyOf("template1");
}

async function copyOf(template: string): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString("hex")}`;
  await asSuperuser((client) => createDatabase(client, name, template));
  const drop = () =>
    asSuperuser(async (client) => void (await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)));
  return { ...(await urlsOf(name)), drop };
}
