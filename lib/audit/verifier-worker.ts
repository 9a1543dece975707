import { parentPort, workerData } from "node:worker_threads";
import { DatabaseClient } from "../platform/db/client";
import { queryOn } from "../platform/db/run-query";
import { walkChain } from "./chain";
import type { VerifierInput, VerifierOutput } from "./verify";

/** How long one statement may take, in ms: as long as DatabaseClient waits for it. */
const STATEMENT_TIMEOUT_MS = 15_000;

// The thread that verifies one chain. Built as a file of its own: dist/audit-verifier.mjs.
parentPort?.postMessage(await verify(workerData as VerifierInput));

async function verify({ databaseUrl, ...wanted }: VerifierInput): Promise<VerifierOutput> {
  const client = new DatabaseClient({
    connectionString: databaseUrl,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    keepAlive: true,
    application_name: "latchkey audit",
  });
  client.on("error", () => undefined); // the statement under way fails with it
  try {
    await client.connect();
    return { ok: true, verification: await walkChain(wanted, queryOn(client)) };
  } catch (error) {
    const { message, code } = error as { message?: unknown; code?: unknown };
    return { ok: false, message: String(message), code: typeof code === "string" ? code : null };
  } finally {
    await client.end().catch(() => undefined); // it may have ended before
  }
}
