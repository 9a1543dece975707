import { startEmbeddedPostgres } from "../embedded-postgres";
import { migrate } from "../migration";
import { scratchFolder } from "../testing/scratch";
import { startServer } from "../testing/server";
import { stall } from "../testing/stall";
import { issueTokens, type TestToken } from "../testing/tokens";
import { ChaosClient } from "./client";
import type { Scenario } from "./scenario";
import { measure } from "./under-load";

const STALL_MS = 1_000;
const name = "SIGSTOP of the server for 1 s, with the token cache off";

/** Stops the server itself, like a throttled container. Its database stays available, so it must answer every check. */
export const stalledServer: Scenario = {
  name,
  run: async (size) => {
    const scratch = scratchFolder();
    const database = await startEmbeddedPostgres({ dataDir: scratch.folder, fast: true });
    try {
      await migrate(database);
      const { organizationId, tokens } = await issueTokens(database.ownerUrl, 1, ["owner"]);
      const server = await startServer({ env: { TOKEN_CACHE: "false" }, database });
      const client = new ChaosClient({ url: () => server.url, organizationId, parent: tokens[0] as TestToken });
      const cause = async () => {
        await stall(server.pid, STALL_MS);
        return performance.now();
      };
      try {
        const ownerUrl = async () => database.ownerUrl;
        const found = await measure({ client, size, loops: size.loops, cause, ownerUrl });
        const { unanswered } = client.ledger.findings;
        const problems = unanswered > 0 ? [`${unanswered} checks were not answered`] : [];
        return [{ name, ...found, problems: [...found.problems, ...problems] }];
      } finally {
        await client.stop();
        await server.stop();
      }
    } finally {
      await database.stop();
      scratch.remove();
    }
  },
};
