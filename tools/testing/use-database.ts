import { afterAll, beforeAll } from "vitest";
import { createTestDatabase, type TestDatabase } from "./database";

/**
 * Creates a database for the test file and sets the environment for it before the tests run. Call it at the top of the
 * file, and read the result inside tests.
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
