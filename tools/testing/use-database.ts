import { afterAll, beforeAll } from "vitest";
import { createTestDatabase, type TestDatabase } from "./database";

/**
 * Gives the test file a database of its own, and the environment that points at it, before its tests run. Call it at
 * the top of the file; read the result inside tests.
 */
export function useTestDatabase(): Pick<TestDatabase, "ownerUrl" | "appUrl"> {
  const urls = { ownerUrl: "", appUrl: "" };
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    database = await createTestDatabase();
    Object.assign(urls, { ownerUrl: database.ownerUrl, appUrl: database.appUrl });
    Object.assign(process.env, { DATABASE_URL: urls.appUrl, MIGRATION_DATABASE_URL: urls.ownerUrl });
  }, 120_000);
  afterAll(() => database?.drop());
  return urls;
}
