import type { TestDatabase } from "./database";
import { inventory } from "./checkout-copy";
import { startServer } from "./server";

/** What a platform that hosts Latchkey sets. */
export const HOSTED = { VERCEL: "1", VERCEL_ENV: "production" };

interface HostedAnswers {
  /** Of the readiness probe and of a page. */
  readonly statuses: readonly number[];
  /** Whether `kept` is as it was before. */
  readonly isKept: boolean;
}

/** Serves what Next built in `folder` from a migrated database, as a platform does, and watches the folder `kept`. */
export async function serveHosted(
  folder: string,
  kept: string,
  database: Pick<TestDatabase, "ownerUrl" | "appUrl">,
): Promise<HostedAnswers> {
  const before = inventory(kept);
  const server = await startServer({ mount: "hosted", folder, database, env: HOSTED });
  const answers = await Promise.all(["/api/health/ready", "/setup"].map((path) => fetch(server.url + path)));
  await server.stop();
  const isKept = JSON.stringify(inventory(kept)) === JSON.stringify(before);
  return { statuses: answers.map(({ status }) => status), isKept };
}
