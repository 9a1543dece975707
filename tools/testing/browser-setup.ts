import { openTestCluster } from "./cluster";
import { startServer } from "./server";

/** Playwright's global set-up: one built server with a new database for all tests. Returns the tear-down. */
export default async function setUp(): Promise<() => Promise<void>> {
  const closeCluster = await openTestCluster();
  const server = await startServer();
  // workers start afterwards and inherit these
  process.env.E2E_URL = server.url;
  process.env.E2E_SETUP_CODE = server.setupCode;
  process.env.E2E_OWNER_URL = server.databaseUrls.ownerUrl;
  process.env.E2E_APP_URL = server.databaseUrls.appUrl;
  return async () => {
    await server.stop();
    await closeCluster();
  };
}
