import { setTimeout as sleep } from "node:timers/promises";
import { parseHosts } from "@/lib/platform/db/hosts";
import { startReplicatedDatabase } from "../testing/failover";
import { startServer } from "../testing/server";
import { issueTokens, type TestToken } from "../testing/tokens";
import { ChaosClient } from "./client";
import type { Scenario } from "./scenario";
import { measure } from "./under-load";

/** How long an operator's tool takes to notice that the primary has gone, in ms. */
const NOTICED_MS = 500;
const name = "failover to a synchronous standby";

/** The primary is killed and its synchronous standby promoted, while the server's URL names both. */
export const failover: Scenario = {
  name,
  run: async (size) => {
    const database = await startReplicatedDatabase();
    try {
      const [primary = "", standby = ""] = parseHosts(database.ownerUrl)?.urls ?? [];
      const { organizationId, tokens } = await issueTokens(primary, 1, ["owner"]);
      const server = await startServer({ database });
      const client = new ChaosClient({ url: () => server.url, organizationId, parent: tokens[0] as TestToken });
      const cause = async () => {
        database.killPrimary();
        const killedAt = performance.now();
        await sleep(NOTICED_MS);
        await database.promoteStandby();
        return killedAt;
      };
      try {
        return [{ name, ...(await measure({ client, size, loops: 1, cause, ownerUrl: async () => standby })) }];
      } finally {
        await client.stop();
        await server.stop();
      }
    } finally {
      await database.remove();
    }
  },
};
